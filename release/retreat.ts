import { other, type Color } from "./color";
import { activeColor } from "./plan";
import type { RecordedApplication } from "./recorded";

/** A way back that takes no more than two weights. */
export interface Retreat {
  /** The color that gets all of the traffic. */
  readonly to: Color;
  /** The release it has. */
  readonly release: string;
  /** The release that it is taken from. */
  readonly rejected: string;
}

/** The way back to the release before, of an application as the cluster has it; undefined where there is none that is warm. */
export function retreatOf(live: RecordedApplication): Retreat | undefined {
  const active = activeColor(live, { release: "" });
  const to = other(active);
  const [serving, idle] = [live[active], live[to]];
  if (serving === undefined || idle === undefined || !idle.ready || live.weights?.[active] !== 100)
    return undefined;
  if (idle.replicas < serving.replicas) return undefined; // fewer pods than the traffic needs
  if (idle.release === serving.release || idle.release === live.rejected) return undefined;
  if (idle.candidate || live.preview === to) return undefined; // it never took all of the traffic, or gave it back
  return { to, release: idle.release, rejected: serving.release };
}

import { activeColor } from "./active-color";
import { colors, other, type Color } from "./color";
import { staleCheckpoint } from "./guard";
import type { ReleasePlan } from "./plan";
import { serves, type RecordedApplication } from "./recorded";
import { shareIn } from "./weights";

/*
 * More that is asked of the cluster at the moment of a change, where the plan itself means no harm: what the engine
 * sends is made from its checkpoint, and takes back whatever that one is behind in.
 */

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: ReleasePlan;
  readonly recorded: RecordedApplication;
}

/**
 * Before any change of a color's Deployment, also one that is made anew: while it takes traffic it keeps its release.
 * The engine sends the whole object with every change, a frozen template as its checkpoint has it.
 */
export function templateProblem(
  application: string,
  live: RecordedApplication,
  { plan }: Planned,
  color: Color,
): string | undefined {
  const share = shareIn(live.weights, color);
  const it = live[color];
  if (share === 0 || it === undefined || it.release === plan.colors[color].release) return undefined;
  const what = `takes ${share} % of the traffic in the cluster with release ${it.release}`;
  return `${application}-${color} ${what}, which the last checkpoint doesn't know: ${staleCheckpoint}`;
}

/** The same of its pods, where no autoscaler sets them: none is taken away that the checkpoint doesn't know. */
export function podsProblem(
  application: string,
  live: RecordedApplication,
  { plan, recorded }: Planned,
  color: Color,
): string | undefined {
  const { replicas = 0 } = live[color] ?? {};
  if (replicas <= Math.max(plan.colors[color].replicas, recorded[color]?.replicas ?? 0)) return undefined;
  const pods = replicas === 1 ? "1 pod" : `${replicas} pods`;
  return `${application}-${color} has ${pods} in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;
}

/** Before the route's weights change: what was rolled back in the cluster itself, or has come up again, keeps them. */
export function moveProblem(
  application: string,
  live: RecordedApplication,
  { plan, recorded }: Planned,
): string | undefined {
  const { rejected } = live;
  if (rejected !== undefined && rejected !== recorded.rejected)
    for (const color of colors)
      if (plan.colors[color].release === rejected && plan.weights[color] > shareIn(live.weights, color))
        return `${application}: release ${rejected} was rolled back in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;
  // Of a trial, the release that was never promoted takes over only from what is down.
  const from = other(plan.active);
  const takesOver = plan.kind === "abort" && activeColor(recorded, { release: "" }) === from;
  if (takesOver && shareIn(live.weights, from) > 0 && serves(live[from]))
    return `${application}-${from} serves again in the cluster, which the last checkpoint doesn't know: ${staleCheckpoint}`;
  return undefined;
}

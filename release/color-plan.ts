import { other, type Color } from "./color";
import type { RecordedColor } from "./recorded";
import type { Situation } from "./situation";

/** What an update does to one color. */
export interface ColorPlan {
  readonly replicas: number;
  /** The pod template stays what it is recorded to be, whatever the program would render. */
  readonly frozen: boolean;
  /** The update waits until the pods are Ready, and fails when they don't get there. */
  readonly awaitReady: boolean;
  /** Its Deployment is marked as one that is tried and not promoted yet. */
  readonly candidate: boolean;
  /** The release that it runs after this update. */
  readonly release: string;
}

/** A color that keeps what it has; one that has nothing yet gets what is wanted. */
export function kept(
  color: RecordedColor | undefined,
  wanted: { readonly release: string },
  replicas: number,
  awaitReady: boolean,
): ColorPlan {
  return {
    replicas,
    frozen: color !== undefined,
    awaitReady,
    candidate: color?.candidate ?? false,
    release: color?.release ?? wanted.release,
  };
}

/** The idle color keeps what it has; made anew it gets what is wanted, which nobody has tried unless it serves already. */
export function keptIdle(
  { recorded, wanted, active, serving }: Situation,
  replicas: number,
  awaitReady: boolean,
): ColorPlan {
  const idle = recorded[other(active)];
  const plan = kept(idle, wanted, replicas, awaitReady);
  return idle === undefined ? { ...plan, candidate: wanted.release !== serving.release } : plan;
}

export function pair(one: Color, ofOne: ColorPlan, ofOther: ColorPlan): Readonly<Record<Color, ColorPlan>> {
  return one === "blue" ? { blue: ofOne, green: ofOther } : { blue: ofOther, green: ofOne };
}

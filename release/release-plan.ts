import {
  colors,
  other,
  type Color,
  type RecordedApplication,
  type RecordedColor,
  type Weights,
} from "./model";

/** The release that the settings ask for. */
export interface WantedRelease {
  readonly release: string;
  /** Pods of the active color; under an autoscaler the fewest. */
  readonly replicas: number;
  /** Pods of the idle color once a release has settled. */
  readonly standbyReplicas: number;
  /** Per cent of the traffic that a release begins with: 100, a canary's first step, or 0 where it waits to be promoted. */
  readonly firstShare: number;
  /** Per cent that a release is to have which is not promoted yet; missing means what it has. */
  readonly share?: number | undefined;
  /** An autoscaler sizes the active color: its pods are those that its part of the load needs. */
  readonly autoscaled?: boolean | undefined;
}

/** The part of an update that concerns one color. */
export interface ColorPlan {
  readonly replicas: number;
  /** The pod template stays as recorded, whatever the program would render. */
  readonly frozen: boolean;
  /** The update waits until the pods are Ready, and fails when they don't get there. */
  readonly awaitReady: boolean;
  /** Its Deployment is marked as one that is tried and not promoted yet. */
  readonly candidate: boolean;
  /** The release that it runs after this update. */
  readonly release: string;
}

/**
 * - `first`: nothing serves yet.
 * - `steady`: what is wanted is active; the idle color goes to its standby size.
 * - `release`: the idle color gets what is wanted, and then traffic.
 * - `rollback`: what is wanted is what the idle color still has.
 * - `hold`: nothing moves, and a release that is up waits with the share it has.
 * - `shift`: a release that is being tried gets another share of the traffic.
 * - `promote`: a release that was tried gets all of it.
 * - `abort`: what is being tried gives its share back.
 */
export type PlanKind = "first" | "steady" | "release" | "rollback" | "hold" | "shift" | "promote" | "abort";

export interface ReleasePlan {
  readonly kind: PlanKind;
  /** The color that takes the traffic once this update is through; while a release is tried, the one from before. */
  readonly active: Color;
  readonly colors: Readonly<Record<Color, ColorPlan>>;
  readonly weights: Weights;
  /** The color at the preview hostname: the last release; the route leads there before its pods are changed. */
  readonly preview: Color;
  /** The release that is not to be released again. */
  readonly rejected?: string | undefined;
  /**
   * Which part comes first. `route`: pods get an ALB's readiness gate only if route and target group exist
   * (docs/facts.md#readiness-gates). `workload`: traffic may move only to pods that are Ready.
   */
  readonly order: "route" | "workload";
}

/**
 * The colors whose pods must be up in this update before the traffic of any application moves: those with traffic, and
 * one that gets a release without any. A route that is made before its own pods waits for those of others only.
 */
export function awaitedBeforeTraffic({ kind, weights, preview }: ReleasePlan): readonly Color[] {
  return colors.filter((color) => weights[color] > 0 || (kind === "release" && preview === color));
}

/**
 * Whether an autoscaler may take pods from the active color. Not while a part of the traffic is elsewhere, nor when it
 * comes back: all of it may do so at once, and a load is measured only after it came.
 */
export const mayShrink = ({ kind, active, weights }: ReleasePlan): boolean =>
  weights[other(active)] === 0 && kind !== "abort";

/** Inputs of a plan, once something serves. */
export interface Situation {
  readonly recorded: RecordedApplication;
  readonly wanted: WantedRelease;
  readonly active: Color;
  /** State of the active color. */
  readonly serving: RecordedColor;
  readonly rejected: string | undefined;
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

/**
 * The idle color keeps what it has; created again, or changed by hand, it gets the wanted release, untried unless that
 * serves already.
 */
export function keptIdle(
  { recorded, wanted, active, serving }: Situation,
  replicas: number,
  awaitReady: boolean,
): ColorPlan {
  const idle = recorded[other(active)];
  const isLost = idle?.changed === true && recorded.weights?.[other(active)] === 0;
  const plan = kept(isLost ? undefined : idle, wanted, replicas, awaitReady);
  return plan.frozen ? plan : { ...plan, candidate: wanted.release !== serving.release };
}

export function pair(one: Color, ofOne: ColorPlan, ofOther: ColorPlan): Readonly<Record<Color, ColorPlan>> {
  return one === "blue" ? { blue: ofOne, green: ofOther } : { blue: ofOther, green: ofOne };
}

import { colors, other, type Color } from "./color";
import type { RecordedApplication, RecordedColor, Weights } from "./recorded";

/** The release that the settings ask for. */
export interface WantedRelease {
  readonly release: string;
  /** Pods of the active color. */
  readonly replicas: number;
  /** Pods of the idle color once a release has settled. */
  readonly standbyReplicas: number;
}

/** What this update does to one color. */
export interface ColorPlan {
  readonly replicas: number;
  /** The pod template stays what it is recorded to be, whatever the program would render. */
  readonly frozen: boolean;
  /** The update waits until the pods are Ready, and fails when they don't get there. */
  readonly awaitReady: boolean;
}

/**
 * - `first`: nothing serves yet.
 * - `steady`: what is wanted is active; the idle color goes to its standby size.
 * - `release`: the idle color gets what is wanted and then the traffic.
 * - `rollback`: the same, but the idle color still has it.
 */
export type PlanKind = "first" | "steady" | "release" | "rollback";

export interface ReleasePlan {
  readonly kind: PlanKind;
  /** The color that takes the traffic once this update is through. */
  readonly active: Color;
  readonly colors: Readonly<Record<Color, ColorPlan>>;
  readonly weights: Weights;
  /**
   * What comes first. `route`: pods get an ALB's readiness gate only if route and target group exist
   * (eks-fargate.md §b). `workload`: traffic may move only to pods that are Ready.
   */
  readonly order: "route" | "workload";
}

/**
 * Decides what one update does, from what the last checkpoint recorded and what the settings want.
 *
 * Its rules (DESIGN §4), held in every plan, and after a stop between any two steps of one:
 * the active color's pod template never changes; traffic moves only to a color that was awaited Ready;
 * nothing is scaled down in an update that moves traffic; a failed release leaves the old color serving.
 */
export function planRelease(recorded: RecordedApplication, wanted: WantedRelease): ReleasePlan {
  const active = activeColor(recorded, wanted);
  const serving = recorded[active];
  if (serving === undefined) return first(recorded, wanted, active);
  if (serving.release === wanted.release) return steady(recorded, wanted, active, serving);
  return release(recorded, wanted, active, serving);
}

/** The color that takes most of the traffic, or, where no route is recorded, the one that could best take it. */
function activeColor(recorded: RecordedApplication, wanted: WantedRelease): Color {
  const { weights } = recorded;
  if (weights !== undefined) return weights.green > weights.blue ? "green" : "blue";
  const fitness = (color: Color): number => {
    const { ready = false, release } = recorded[color] ?? {};
    return (ready ? 2 : 0) + (release === wanted.release ? 1 : 0);
  };
  if (recorded.blue === undefined && recorded.green !== undefined) return "green";
  return fitness("green") > fitness("blue") ? "green" : "blue";
}

function first(recorded: RecordedApplication, wanted: WantedRelease, active: Color): ReleasePlan {
  const idle = recorded[other(active)];
  return {
    kind: "first",
    active,
    colors: pair(
      active,
      { replicas: wanted.replicas, frozen: false, awaitReady: true },
      // An idle color from before keeps its pods: they may be all that a broken route could go back to.
      {
        replicas: idle?.replicas ?? wanted.standbyReplicas,
        frozen: idle !== undefined,
        awaitReady: idle === undefined,
      },
    ),
    weights: allTo(active),
    order: "route",
  };
}

function steady(
  recorded: RecordedApplication,
  wanted: WantedRelease,
  active: Color,
  serving: RecordedColor,
): ReleasePlan {
  const idle = recorded[other(active)];
  const { weights } = recorded;
  const settled = weights?.[other(active)] === 0 && weights[active] > 0;
  const least = (color: RecordedColor | undefined, replicas: number) =>
    settled ? replicas : Math.max(replicas, color?.replicas ?? 0);
  return {
    kind: "steady",
    active,
    colors: pair(
      active,
      { replicas: least(serving, wanted.replicas), frozen: true, awaitReady: true },
      {
        replicas: least(idle, wanted.standbyReplicas),
        frozen: idle !== undefined,
        // What a failed release left behind must not hold up the color that serves.
        awaitReady: idle === undefined || idle.ready || idle.replicas === 0,
      },
    ),
    weights: allTo(active),
    order: "workload",
  };
}

function release(
  recorded: RecordedApplication,
  wanted: WantedRelease,
  active: Color,
  serving: RecordedColor,
): ReleasePlan {
  const next = other(active);
  const idle = recorded[next];
  const failedBefore = idle !== undefined && idle.replicas > 0 && !idle.ready;
  return {
    kind: idle?.release === wanted.release && !failedBefore ? "rollback" : "release",
    active: next,
    colors: pair(
      next,
      { replicas: Math.max(wanted.replicas, idle?.replicas ?? 0), frozen: false, awaitReady: true },
      // Waiting for a broken color would keep the one that mends it from ever going out.
      { replicas: serving.replicas, frozen: true, awaitReady: serving.ready },
    ),
    weights: allTo(next),
    order: "workload",
  };
}

function pair(active: Color, ofActive: ColorPlan, ofIdle: ColorPlan): ReleasePlan["colors"] {
  return active === "blue" ? { blue: ofActive, green: ofIdle } : { blue: ofIdle, green: ofActive };
}

/** Weights are per cent: an ALB takes 0 to 999, and a canary's steps read as what they are. */
const allTo = (active: Color): Weights => ({ blue: 0, green: 0, [active]: 100 });

/** The colors whose pods the route must wait for in this update. */
export function awaitedBeforeRoute(plan: ReleasePlan): readonly Color[] {
  return plan.order === "workload" ? colors.filter((color) => plan.weights[color] > 0) : [];
}

import { activeColor } from "./active-color";
import { colors, other, type Color } from "./color";
import type { ColorPlan } from "./color-plan";
import type { Intent } from "./intent";
import { rollback, steady } from "./known-release";
import { first, release } from "./new-release";
import { serves, type RecordedApplication, type Weights } from "./recorded";
import { targetOf } from "./target";
import { abort, keep, shift } from "./trial";

export { activeColor, type ColorPlan };

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
  /** An autoscaler sizes the active color: its pods are what its part of the load asks for. */
  readonly autoscaled?: boolean | undefined;
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
  /** The color at the preview hostname: what was released last, and leads there before its pods are changed. */
  readonly preview: Color;
  /** The release that is not to be released again. */
  readonly rejected?: string | undefined;
  /**
   * What comes first. `route`: pods get an ALB's readiness gate only if route and target group exist
   * (docs/facts.md#readiness-gates). `workload`: traffic may move only to pods that are Ready.
   */
  readonly order: "route" | "workload";
}

/**
 * Decides what one update does, from what the last checkpoint recorded, what the settings want and what a person asks.
 *
 * Its rules (docs/release.md#four-rules), held in every plan, and after a stop between any two steps of one:
 * the pod template of a color that takes traffic never changes; traffic moves only to a color that was awaited Ready;
 * nothing is scaled down in an update that moves traffic; a failed release leaves the old color serving.
 */
export function planRelease(
  recorded: RecordedApplication,
  wanted: WantedRelease,
  intent?: Intent,
): ReleasePlan {
  const active = activeColor(recorded, wanted);
  const idle = other(active);
  const serving = recorded[active];
  if (serving === undefined) return first(recorded, wanted, active);
  const { release: target, rejected } = targetOf(recorded, wanted.release, active, intent);
  // A release starts at the size that the load asks of the active color now.
  const replicas = Math.max(wanted.replicas, wanted.autoscaled ? serving.replicas : 0);
  const situation = { recorded, wanted: { ...wanted, replicas }, active, serving, rejected };

  if (intent?.verb === "keep") return keep(situation);
  const tried = (recorded.weights?.[idle] ?? 0) > 0;
  const next = recorded[idle];
  // Who asks to go back and can't must not lose what is still up, either.
  if (intent?.verb === "rollback" && serving.release === target && !tried) return keep(situation);
  if (serving.release === target) return tried && next?.candidate ? abort(situation) : steady(situation);
  if (tried && next?.release !== target) {
    // Neither color may get anything new while both take traffic; where the active one is down, the other keeps it.
    const overtakes = next !== undefined && serves(next) && !serves(serving);
    return abort(overtakes ? { ...situation, active: idle, serving: next } : situation);
  }
  const asked = intent?.verb === "shift" ? intent.share : undefined;
  // A release that came to no end is made again; one that the settings don't have any more can't be.
  if (next?.release !== target || (target === wanted.release && !tried && isUnfinished(recorded, idle)))
    return release(situation, asked);
  // What broke while it was tried gives its traffic back before it is mended.
  if (tried && !serves(next) && (intent === undefined || intent.verb === "release")) return abort(situation);
  return next.candidate ? shift(situation, next, asked) : rollback(situation, next);
}

/** It failed to come up or to pass its checks, the engine died before those, or it was taken back. */
function isUnfinished(recorded: RecordedApplication, idle: Color): boolean {
  const { replicas = 0, ready = false, candidate = false } = recorded[idle] ?? {};
  return (replicas > 0 && !ready) || (recorded.preview === idle && !candidate);
}

/**
 * The colors whose pods must be up in this update before the traffic of any application moves: those with traffic, and
 * one that gets a release without any. A route that is made before its own pods waits for those of others only.
 */
export function awaitedBeforeTraffic({ kind, weights, preview }: ReleasePlan): readonly Color[] {
  return colors.filter((color) => weights[color] > 0 || (kind === "release" && preview === color));
}

import {
  type Color,
  colors,
  type Intent,
  other,
  type RecordedApplication,
  serves,
  shareIn,
} from "../../release/model";
import type { ReleasePlan } from "../../release/release-plan";
import { look, servedShare, type Checkpoint, type LiveApplication, type Subject } from "./simulated-cluster";

/** Effects of an update on an application so far. */
export interface Moves {
  moved: boolean;
  scaledDown: boolean;
}

/** One step that an update has just made. */
export interface Change {
  readonly subject: Subject;
  readonly plan: ReleasePlan;
  readonly intent: Intent | undefined;
  /** As the plan found it. */
  readonly recorded: Checkpoint;
  readonly moves: Moves;
  readonly what: Color | "preview" | "route";
  readonly before: LiveApplication;
}

/** The rules (docs/release.md#four-rules) that a step broke, each as a sentence; the cluster counts. */
export function brokenRules(change: Change): string[] {
  const { subject, moves, what, before } = change;
  const was = look(before);
  const is = look(subject.live);
  const broken =
    what === "route" ? brokenByRoute(change, was, is) : what === "preview" ? [] : brokenByColor(change, what);
  if (moves.moved && moves.scaledDown)
    broken.push("rule 3: something was scaled down in an update that moves traffic");
  if (servedShare(is) < servedShare(was))
    broken.push("rule 4: what served, and was healthy, doesn't serve any more");
  noteAccepted(subject);
  return broken;
}

function brokenByColor({ subject, plan, moves, before }: Change, color: Color): string[] {
  const broken: string[] = [];
  const old = before[color];
  const now = subject.live[color];
  if (old === undefined || now === undefined) return broken;
  const share = shareIn(before.weights, color);
  if (share > 0 && now.release !== old.release)
    broken.push(`rule 1: the template of ${color} changed under ${share} % of the traffic`);
  if (now.replicas < old.replicas) {
    moves.scaledDown = true;
    const asSettingsAsk =
      plan.kind === "steady" && plan.active === color && now.replicas === subject.wanted.replicas;
    if (share > 0 && !asSettingsAsk)
      broken.push(`rule 3: ${color} lost pods under ${share} % of the traffic`);
  }
  return broken;
}

function brokenByRoute(change: Change, was: RecordedApplication, is: RecordedApplication): string[] {
  const { subject, plan, recorded, moves, intent } = change;
  const broken: string[] = [];
  const served = servedShare(was) > 0;
  // Weights that somebody set by hand, and a plan doesn't know of, are no traffic that the plan moves.
  const planned = colors.some((color) => shareIn(recorded.weights, color) !== shareIn(plan.weights, color));
  for (const color of colors) {
    const [from, to] = [shareIn(was.weights, color), shareIn(is.weights, color)];
    if (planned && from !== to) moves.moved = true;
    if (to <= from) continue;
    const it = is[color];
    const meant = plan.colors[color].frozen ? recorded[color]?.release : subject.wanted.release;
    const nobodyServed = !served && (plan.kind === "first" || plan.kind === "abort" || !was.weights);
    if (!nobodyServed && !(it?.ready && it.release === meant))
      broken.push(`rule 2: ${color} got traffic and was not Ready with ${meant ?? "anything"}`);
    if (it !== undefined && !nobodyServed && it.replicas < leastPods(change, color))
      broken.push(`rule 2: ${color} got traffic with ${it.replicas} of ${leastPods(change, color)} pods`);
    const otherServes = serves(was[other(color)]) && shareIn(was.weights, other(color)) > 0;
    if (it === undefined || !otherServes) continue;
    if (it.candidate && !subject.accepted.has(it.release) && to > askedShare(change, it.release, from))
      broken.push(`a candidate got ${to} % of the traffic, which nobody asked for`);
    if (
      intent === undefined &&
      from === 0 &&
      it.release === was.rejected &&
      it.release === subject.wanted.release
    )
      broken.push(`the rejected release ${it.release} got traffic`);
  }
  return broken;
}

/**
 * Pods that a color must have before it gets more: as many as it was to have; from a trial that gives traffic back, as
 * many as that one has. A share that the plan lowers, of which somebody took all by hand meanwhile, is none given back.
 */
function leastPods({ subject, plan, recorded }: Change, color: Color): number {
  const from = recorded[other(color)];
  const rises = shareIn(plan.weights, color) > shareIn(recorded.weights, color);
  const givesBack =
    rises && subject.wanted.autoscaled && plan.active === color && from?.candidate && serves(from);
  const given = givesBack && shareIn(recorded.weights, other(color)) > 0 ? from.replicas : 0;
  return Math.max(plan.colors[color].replicas, given);
}

/** The most that a release which is tried may have: a person's share, the settings' one, or what it has. */
function askedShare({ subject, recorded, intent }: Change, release: string, now: number): number {
  const { wanted } = subject;
  if (intent?.verb === "shift") return intent.share;
  if (release !== wanted.release) return now;
  const had = Math.max(
    ...colors.map((color) => (recorded[color]?.candidate ? shareIn(recorded.weights, color) : 0)),
  );
  return wanted.share ?? Math.max(now, had > 0 ? had : wanted.firstShare);
}

/** Remembers what has served all of the traffic. */
export function noteAccepted({ live, accepted }: Subject): void {
  const seen = look(live);
  for (const color of colors) {
    const it = seen[color];
    if (it?.ready && shareIn(live.weights, color) === 100) accepted.add(it.release);
  }
}

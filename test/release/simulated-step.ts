import { type Color, colors, type Intent, serves } from "../../release/model";
import type { ReleasePlan } from "../../release/release-plan";
import type { Program } from "./program";
import type { Moves } from "./rules";
import { look, recordedAs, type Pods, type Subject } from "./simulated-cluster";

export interface Step {
  readonly of: number;
  readonly what: Color | "preview" | "route";
}

/** One application in an update. */
export interface Planned {
  readonly subject: Subject;
  readonly plan: ReleasePlan;
  readonly intent: Intent | undefined;
  /** As the plan found it. */
  readonly recorded: Subject["checkpoint"];
  readonly activeBefore: Color;
  readonly moves: Moves;
}

/** Compares with the checkpoint, as the engine does: a step that finds nothing to change makes no call. */
export function changesAnything({ subject, plan, recorded }: Planned, what: Step["what"]): boolean {
  const { checkpoint } = subject;
  if (what === "preview") return checkpoint.preview !== plan.preview;
  if (what === "route")
    return (
      checkpoint.rejected !== plan.rejected ||
      colors.some((color) => checkpoint.weights?.[color] !== plan.weights[color])
    );
  const has = checkpoint[what];
  if (has === undefined || has.failed) return true;
  const { release, replicas, candidate, awaited } = rendered(subject, plan, recorded, what);
  return (
    has.release !== release ||
    has.replicas !== replicas ||
    has.candidate !== candidate ||
    has.awaited !== awaited
  );
}

/** A color as the program declares it; a frozen template is the checkpoint's. */
function rendered(
  { wanted }: Subject,
  plan: ReleasePlan,
  recorded: Subject["checkpoint"],
  color: Color,
): Omit<Pods, "health"> {
  const { frozen, replicas, candidate, awaitReady } = plan.colors[color];
  const release = (frozen ? recorded[color]?.release : undefined) ?? wanted.release;
  return { release, replicas, candidate, awaited: awaitReady };
}

/** Lets the pods of a color start before the engine gets to them, marked as never promoted. */
export function startAhead({ subject, plan, recorded }: Planned, color: Color): void {
  const pods = rendered(subject, plan, recorded, color);
  subject.live[color] = { ...pods, candidate: true, health: "well", ahead: true };
}

export function refusal(
  { subject, ...planned }: Planned,
  what: Step["what"],
  program: Program,
): string | undefined {
  if (what === "preview") return undefined;
  const live = look(subject.live);
  return what === "route" ? program.beforeRoute(live, planned) : program.beforeColor(live, planned, what);
}

/** @returns whether the API server took it: what is gone can't be updated; what is there is taken over. */
export function change({ subject, plan, recorded }: Planned, what: Step["what"]): boolean {
  const { live, checkpoint } = subject;
  if (what === "preview") {
    live.preview = plan.preview;
    return true;
  }
  if (what === "route") {
    if (checkpoint.weights !== undefined && live.weights === undefined) return false;
    live.weights = plan.weights;
    live.rejected = plan.rejected;
    return true;
  }
  const old = live[what];
  if (checkpoint[what] !== undefined && old === undefined) return false;
  const now = rendered(subject, plan, recorded, what);
  const anew = old?.release !== now.release || old.replicas === 0;
  live[what] = { ...now, health: anew ? "well" : old.health };
  return true;
}

/** @returns whether the step ended well. */
export function record({ subject, plan }: Planned, what: Step["what"]): boolean {
  const { live, checkpoint } = subject;
  if (what === "preview") checkpoint.preview = live.preview;
  else if (what === "route") {
    checkpoint.weights = live.weights;
    checkpoint.rejected = live.rejected;
  } else {
    const pods = live[what];
    if (pods === undefined) return false;
    const { replicas, awaitReady } = plan.colors[what];
    const { ready, ...recorded } = recordedAs(pods);
    const failed = awaitReady && replicas > 0 && !ready;
    // Of what isn't waited for the engine records the first answer, before its pods are Ready.
    const had = checkpoint[what];
    const grown = had?.release !== pods.release || had.replicas < pods.replicas;
    const early = !awaitReady && grown;
    const down = early ? replicas > 0 && !(had && serves(had)) : recorded.down;
    checkpoint[what] = { ...recorded, failed, ready: ready && !early, down };
    return !failed;
  }
  return true;
}

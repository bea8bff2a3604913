import { colors, type Intent } from "../../release/model";
import { withLiveSizes } from "../../release/checkpoint";
import { activeColor } from "../../release/plan";
import { awaitedBeforeTraffic } from "../../release/release-plan";
import type { Program } from "./program";
import { brokenRules } from "./rules";
import { type Checkpoint, isAsRecorded, look, type Subject } from "./simulated-cluster";
import {
  change,
  changesAnything,
  record,
  refusal,
  startAhead,
  type Planned,
  type Step,
} from "./simulated-step";

/** Outside events during an update. */
export interface Conditions {
  /** Decides which of the steps that are free to run goes next. */
  readonly order: number;
  /** Where the engine dies: before its first call (-1), or at three points in each call it makes, before it, before it is recorded, and after. */
  readonly dies?: number | undefined;
  /** Pods may start before the first step. */
  readonly ahead?: boolean | undefined;
  /** Requests of a person, by application. */
  readonly intents: readonly (Intent | undefined)[];
  /** Called before each call, which may find another cluster than the plan did. */
  readonly beforeCall?: ((call: number) => void) | undefined;
}

export interface Outcome {
  readonly end: "done" | "died" | "failed" | "refused";
  /** Calls that were begun; a step that finds nothing to change makes none. */
  readonly calls: number;
  readonly broken: readonly string[];
}

/**
 * Carries out one update of an environment as the engine would: the steps in any order that their dependencies allow,
 * each asking the cluster first and recorded right after, until one fails or the engine dies.
 */
export function carryOut(subjects: readonly Subject[], program: Program, conditions: Conditions): Outcome {
  const planned = subjects.map((subject, index): Planned => {
    const intent = conditions.intents[index];
    const { wanted } = subject;
    const recorded = wanted.autoscaled ? sizedAsLive(subject) : { ...subject.checkpoint };
    const activeBefore = activeColor(recorded, wanted);
    const plan = program.plan(recorded, wanted, intent, activeBefore);
    return { subject, plan, activeBefore, intent, recorded, moves: { moved: false, scaledDown: false } };
  });
  const broken: string[] = [];
  const wasAsRecorded = subjects.every(isAsRecorded);
  if (conditions.ahead && wasAsRecorded) broken.push(...planned.flatMap(startOne(program)));
  if (conditions.dies === -1) return { end: "died", calls: 0, broken };
  const waiting = planned.flatMap((_, of) =>
    ([...colors, "preview", "route"] as const).map((what): Step => ({ of, what })),
  );
  let calls = 0;
  let allChecked = false;
  while (waiting.length > 0) {
    const free = waiting.filter((step) => !waiting.some((other) => waitsFor(planned, step, other)));
    const step = free[(Math.imul(conditions.order, 0x9e3779b1) >>> waiting.length) % free.length];
    if (step === undefined) throw new Error("the steps wait for each other");
    waiting.splice(waiting.indexOf(step), 1);
    const it = planned[step.of];
    if (it === undefined || !changesAnything(it, step.what)) continue;

    const point = calls++ * 3;
    if (conditions.dies === point) return { end: "died", calls, broken };
    conditions.beforeCall?.(calls);
    const { subject, plan } = it;
    const moving: boolean = step.what === "route" && plan.order === "workload" && !allChecked;
    const asked = moving ? planned.filter((one) => one.plan.order === "workload") : [it];
    if (asked.some((one) => refusal(one, step.what, program) !== undefined))
      return { end: "refused", calls, broken };
    allChecked ||= moving;

    const before = { ...subject.live };
    if (!change(it, step.what)) return { end: "failed", calls, broken };
    broken.push(...brokenRules({ ...it, what: step.what, before }));
    if (conditions.dies === point + 1) return { end: "died", calls, broken };
    if (!record(it, step.what)) return { end: "failed", calls, broken };
    if (conditions.dies === point + 2) return { end: "died", calls, broken };
  }
  if (wasAsRecorded && !subjects.every(isAsRecorded))
    broken.push("an update that ended well left the cluster other than it recorded it");
  return { end: "done", calls, broken };
}

const startOne =
  ({ starting }: Program) =>
  (planned: Planned): string[] => {
    const before = { ...planned.subject.live };
    const what = starting(planned, look(before));
    if (what === undefined) return [];
    startAhead(planned, what);
    return brokenRules({ ...planned, what, before });
  };

/** An autoscaler changes sizes without a checkpoint: of such an application the program looks at them before it plans. */
const sizedAsLive = ({ checkpoint, live }: Subject) => withLiveSizes(checkpoint, look(live)) as Checkpoint;

/** The graph of components/environment: what has to be there before a step may run. */
function waitsFor(planned: readonly Planned[], { of, what }: Step, other: Step): boolean {
  const plan = planned[of]?.plan;
  const others = planned[other.of]?.plan;
  if (plan === undefined || others === undefined) return false;
  if (what === "route")
    return (
      plan.order === "workload" &&
      (other.what === "preview" || awaitedBeforeTraffic(others).some((color) => color === other.what))
    );
  if (of !== other.of) return false;
  if (what === "preview") return false;
  return other.what === "preview" || (plan.order === "route" && other.what === "route");
}

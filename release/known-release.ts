import { other } from "./color";
import { kept, keptIdle, pair } from "./color-plan";
import type { ReleasePlan } from "./plan";
import type { RecordedColor } from "./recorded";
import type { Situation } from "./situation";
import { allTo } from "./weights";

/** What is to serve is active; the idle color goes to its standby size, once no traffic is left to be moved. */
export function steady(situation: Situation): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const idle = recorded[other(active)];
  const { weights } = recorded;
  const settled = weights?.[other(active)] === 0 && weights[active] > 0;
  const least = (color: RecordedColor | undefined, replicas: number) =>
    settled ? replicas : Math.max(replicas, color?.replicas ?? 0);
  // Made anew it gets what nobody has tried: no pods while the route may still give them traffic.
  const standby = idle === undefined && !settled ? 0 : least(idle, wanted.standbyReplicas);
  // What a failed release left behind must not hold up the color that serves.
  const hasFailed = idle !== undefined && idle.replicas > 0 && !idle.ready;
  return {
    kind: "steady",
    active,
    colors: pair(
      active,
      { ...kept(serving, wanted, least(serving, wanted.replicas), true), candidate: false },
      keptIdle(situation, standby, !hasFailed || standby === 0),
    ),
    weights: allTo(active),
    preview: recorded.preview ?? active,
    rejected,
    order: "workload",
  };
}

/** A color that has served before takes all of the traffic at once: it was tried already. */
export function rollback(
  { recorded, wanted, active, serving, rejected }: Situation,
  next: RecordedColor,
): ReleasePlan {
  const back = other(active);
  // What had all of the traffic is no candidate any more; what had a part of it still is.
  const hadAll = (recorded.weights?.[back] ?? 0) === 0;
  const left = kept(serving, wanted, serving.replicas, serving.ready);
  return {
    kind: "rollback",
    active: back,
    colors: pair(back, kept(next, wanted, Math.max(wanted.replicas, next.replicas), true), {
      ...left,
      candidate: left.candidate && !hadAll,
    }),
    weights: allTo(back),
    preview: recorded.preview ?? active,
    rejected,
    order: "workload",
  };
}

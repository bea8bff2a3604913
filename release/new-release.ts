import { other, type Color } from "./color";
import { kept, pair } from "./color-plan";
import type { ReleasePlan, WantedRelease } from "./plan";
import type { RecordedApplication } from "./recorded";
import type { Situation } from "./situation";
import { allTo, shared } from "./weights";

/** Nothing serves yet: there is nobody to lose. */
export function first(recorded: RecordedApplication, wanted: WantedRelease, active: Color): ReleasePlan {
  const idle = recorded[other(active)];
  const { release, replicas } = wanted;
  return {
    kind: "first",
    active,
    colors: pair(
      active,
      { replicas, frozen: false, awaitReady: true, candidate: false, release },
      // An idle color from before keeps its pods: they may be all that a broken route could go back to.
      kept(idle, wanted, idle?.replicas ?? wanted.standbyReplicas, idle === undefined),
    ),
    weights: allTo(active),
    preview: active,
    order: "route",
  };
}

/** The idle color gets what is wanted at full size, and then its share; a person may ask for another one. */
export function release(
  { recorded, wanted, active, serving, rejected }: Situation,
  asked: number | undefined,
): ReleasePlan {
  const next = other(active);
  const share = asked ?? wanted.share ?? wanted.firstShare;
  return {
    kind: "release",
    active: share === 100 ? next : active,
    colors: pair(
      next,
      {
        replicas: Math.max(wanted.replicas, recorded[next]?.replicas ?? 0),
        frozen: false,
        awaitReady: true,
        candidate: share < 100,
        release: wanted.release,
      },
      // Waiting for a broken color would keep the one that mends it from ever going out.
      { ...kept(serving, wanted, serving.replicas, serving.ready), candidate: false },
    ),
    weights: shared(next, share),
    preview: next,
    rejected,
    order: "workload",
  };
}

import { other } from "./color";
import { kept, keptIdle, pair } from "./color-plan";
import type { ReleasePlan } from "./plan";
import { serves, type RecordedColor } from "./recorded";
import type { Situation } from "./situation";
import { allTo, shared, shareIn } from "./weights";

/** A release that is being tried gets its next share; all of it promotes it. */
export function shift(
  { recorded, wanted, active, serving, rejected }: Situation,
  next: RecordedColor,
  asked: number | undefined,
): ReleasePlan {
  const tried = other(active);
  const now = shareIn(recorded.weights, tried);
  const share = asked ?? wanted.share ?? Math.max(now, wanted.firstShare);
  return {
    kind: share === 100 ? "promote" : share === now ? "hold" : "shift",
    active: share === 100 ? tried : active,
    colors: pair(
      tried,
      kept(next, wanted, Math.max(wanted.replicas, next.replicas), true),
      // Two candidates that both take traffic could not be told apart.
      { ...kept(serving, wanted, serving.replicas, serving.ready), candidate: false },
    ),
    weights: shared(tried, share),
    preview: tried,
    rejected,
    order: "workload",
  };
}

/** All of the traffic goes back to the active color, and both stay as they are. */
export function abort(situation: Situation): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const idle = recorded[other(active)];
  const replicas = serving.replicas === 0 && serves(idle) ? wanted.replicas : serving.replicas;
  return {
    kind: "abort",
    active,
    colors: pair(
      active,
      {
        // Where none of its pods is Ready, waiting for them would keep what mends it from ever going out.
        ...kept(serving, wanted, replicas, !serving.down),
        // What it was tried against may be gone: then it is no trial any more.
        candidate: idle !== undefined && serving.candidate === true,
      },
      keptIdle(situation, idle?.replicas ?? 0, false),
    ),
    weights: allTo(active),
    preview: recorded.preview ?? active,
    rejected,
    order: "workload",
  };
}

/** Both colors stay as they are, tried or not. */
export function keep(situation: Situation): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const idle = recorded[other(active)];
  const { weights = allTo(active) } = recorded;
  return {
    kind: idle?.candidate ? "hold" : "steady",
    active,
    colors: pair(
      active,
      kept(serving, wanted, serving.replicas, false),
      keptIdle(situation, idle?.replicas ?? 0, false),
    ),
    weights,
    preview: recorded.preview ?? active,
    rejected,
    order: "workload",
  };
}

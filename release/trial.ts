import { other } from "./color";
import { kept, keptIdle, pair } from "./color-plan";
import type { ReleasePlan } from "./plan";
import { serves, type RecordedColor } from "./recorded";
import type { Situation } from "./situation";
import { allTo, shared, shareIn } from "./weights";

/** A release that is being tried gets its next share; all of it promotes it. */
export function shift(situation: Situation, next: RecordedColor, asked: number | undefined): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const tried = other(active);
  const now = shareIn(recorded.weights, tried);
  // Other steps in the settings move no trial; one without a share may be an update that died before its first.
  const share = asked ?? wanted.share ?? (now > 0 ? now : wanted.firstShare);
  const replicas = share < now ? podsToGoBackTo(situation) : serving.replicas;
  return {
    kind: share === 100 ? "promote" : share === now ? "hold" : "shift",
    active: share === 100 ? tried : active,
    colors: pair(
      tried,
      kept(next, wanted, Math.max(wanted.replicas, next.replicas), true),
      // Two candidates that both take traffic could not be told apart.
      { ...kept(serving, wanted, replicas, serving.ready), candidate: false },
    ),
    weights: shared(tried, share),
    preview: tried,
    rejected,
    order: "workload",
  };
}

/** Pods that the active color must have to take traffic back: those it served with, as far as that is known. */
function podsToGoBackTo({ recorded, wanted, active, serving }: Situation): number {
  const tried = recorded[other(active)];
  // Where the other one is down, a few pods now are better than all of them later.
  if (!serves(tried)) return serving.replicas;
  // Without an autoscaler it has what it had; with one, the tried release was given as many.
  const least = wanted.autoscaled ? (tried?.replicas ?? 0) : 0;
  return Math.max(serving.replicas === 0 ? wanted.replicas : serving.replicas, least);
}

/** All of the traffic goes back to the active color; both keep their releases. */
export function abort(situation: Situation): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const idle = recorded[other(active)];
  return {
    kind: "abort",
    active,
    colors: pair(
      active,
      {
        // Where none of its pods is Ready, waiting for them would keep what mends it from ever going out.
        ...kept(serving, wanted, podsToGoBackTo(situation), !serving.down),
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

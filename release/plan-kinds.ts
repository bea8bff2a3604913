import {
  allTo,
  other,
  serves,
  shared,
  shareIn,
  type Color,
  type RecordedApplication,
  type RecordedColor,
} from "./model";
import { kept, keptIdle, pair, type ReleasePlan, type Situation, type WantedRelease } from "./release-plan";

/** Nothing serves yet: no request can be lost. */
export function planFirst(recorded: RecordedApplication, wanted: WantedRelease, active: Color): ReleasePlan {
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
export function planNewRelease(
  { recorded, wanted, active, serving, rejected }: Situation,
  asked: number | undefined,
): ReleasePlan {
  const next = other(active);
  // What had all of the traffic before somebody changed its pods is not tried again.
  const repairs = serving.changed === true && serving.release === wanted.release;
  const share = repairs ? 100 : (asked ?? wanted.share ?? wanted.firstShare);
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
      // Waiting for a broken color would block the release that repairs it.
      { ...kept(serving, wanted, serving.replicas, serving.ready), candidate: false },
    ),
    weights: shared(next, share),
    preview: next,
    rejected,
    order: "workload",
  };
}

/** The wanted release is active; the idle color goes to its standby size once no traffic is left to move. */
export function planSteady(situation: Situation): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const idle = recorded[other(active)];
  const { weights } = recorded;
  const settled = weights?.[other(active)] === 0 && weights[active] > 0;
  const least = (color: RecordedColor | undefined, replicas: number) =>
    settled ? replicas : Math.max(replicas, color?.replicas ?? 0);
  // Created again it gets a release that nobody has tried: no pods while the route may still give them traffic.
  const standby = idle === undefined && !settled ? 0 : least(idle, wanted.standbyReplicas);
  // The rest of a failed release must not hold up the color that serves.
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
export function planRollback(
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

/** A release that is being tried gets its next share; all of it promotes it. */
export function planShift(situation: Situation, next: RecordedColor, asked: number | undefined): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const tried = other(active);
  const now = shareIn(recorded.weights, tried);
  // Changed steps in the settings move no trial; one without a share may be from an update that died before its first.
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
export function planAbort(situation: Situation): ReleasePlan {
  const { recorded, wanted, active, serving, rejected } = situation;
  const idle = recorded[other(active)];
  return {
    kind: "abort",
    active,
    colors: pair(
      active,
      {
        // Where none of its pods is Ready, waiting for them would block the release that repairs it.
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
export function planKeep(situation: Situation): ReleasePlan {
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

import { colors, other, serves, type Color, type Intent, type RecordedApplication } from "./model";
import {
  planAbort,
  planFirst,
  planKeep,
  planNewRelease,
  planRollback,
  planShift,
  planSteady,
} from "./plan-kinds";
import type { ReleasePlan, WantedRelease } from "./release-plan";

/**
 * Decides what one update does, from the last checkpoint, the settings and a person's request.
 *
 * Its rules (docs/release.md#four-rules), held in every plan, and after a stop between any two steps of one:
 * the pod template of a color that takes traffic never changes; traffic moves only to a color that was awaited Ready;
 * nothing is scaled down in an update that moves traffic; a failed release leaves the old color serving.
 *
 * @param active the color that is active before the update, where the caller has asked for it already.
 */
export function planRelease(
  recorded: RecordedApplication,
  wanted: WantedRelease,
  intent?: Intent,
  active: Color = activeColor(recorded, wanted),
): ReleasePlan {
  const idle = other(active);
  const serving = recorded[active];
  if (serving === undefined) return planFirst(recorded, wanted, active);
  const { release: target, rejected } = targetOf(recorded, wanted.release, active, intent);
  // A release starts at the size that the load asks of the active color now.
  const replicas = Math.max(wanted.replicas, wanted.autoscaled ? serving.replicas : 0);
  const situation = { recorded, wanted: { ...wanted, replicas }, active, serving, rejected };

  if (intent?.verb === "keep") return planKeep(situation);
  const tried = (recorded.weights?.[idle] ?? 0) > 0;
  const next = recorded[idle];
  // Someone who asks to go back and can't must not lose what is still up, either.
  if (intent?.verb === "rollback" && serving.release === target && !tried) return planKeep(situation);
  // Pods that were changed by hand are not the release that they name: that goes to the other color.
  const releases = intent === undefined || intent.verb === "release";
  const isNamedSo = !(serving.changed && target === wanted.release && releases && !tried);
  if (serving.release === target && isNamedSo)
    return tried && next?.candidate ? planAbort(situation) : planSteady(situation);
  if (tried && next?.release !== target) {
    // Neither color may get anything new while both take traffic; where the active one is down, the other keeps it.
    const overtakes = next !== undefined && serves(next) && !serves(serving);
    return planAbort(overtakes ? { ...situation, active: idle, serving: next } : situation);
  }
  const asked = intent?.verb === "shift" ? intent.share : undefined;
  // A release that didn't finish is created again; one that the settings don't have any more can't be.
  if (next?.release !== target || (target === wanted.release && !tried && isUnfinished(recorded, idle)))
    return planNewRelease(situation, asked);
  // A release that broke while it was tried gives its traffic back before it is repaired.
  if (tried && !serves(next) && (intent === undefined || intent.verb === "release"))
    return planAbort(situation);
  return next.candidate ? planShift(situation, next, asked) : planRollback(situation, next);
}

/** It failed to come up or to pass its checks, the engine died before those, it was taken back, or changed by hand. */
function isUnfinished(recorded: RecordedApplication, idle: Color): boolean {
  const { replicas = 0, ready = false, candidate = false, changed = false } = recorded[idle] ?? {};
  return changed || (replicas > 0 && !ready) || (recorded.preview === idle && !candidate);
}

/**
 * The color that takes the traffic: most of it, or, while a release is being tried, the one it is tried against.
 * Where no route is recorded, the one that could best take it.
 */
export function activeColor(recorded: RecordedApplication, wanted: { readonly release: string }): Color {
  const { weights } = recorded;
  if (weights === undefined) return fittest(recorded, wanted.release);
  const tried = colors.find((color) => {
    const [it, against] = [recorded[color], recorded[other(color)]];
    if (!it?.candidate || weights[color] === 0 || weights[other(color)] === 0) return false;
    if (!against?.candidate) return true;
    // Both are marked where an update died before the one that serves lost its mark: the preview shows the newer one.
    return serves(against) === serves(it) ? recorded.preview === color : !serves(it);
  });
  const active = tried !== undefined ? other(tried) : weights.green > weights.blue ? "green" : "blue";
  // Where it is gone, what takes traffic beside it is all that serves.
  const beside = other(active);
  return recorded[active] === undefined && weights[beside] > 0 && serves(recorded[beside]) ? beside : active;
}

/** Ready before not Ready, then promoted before tried, then what is wanted. */
function fittest(recorded: RecordedApplication, release: string): Color {
  const fitness = (color: Color): number => {
    const it = recorded[color];
    if (it === undefined) return -1;
    return (it.ready ? 4 : 0) + (it.candidate ? 0 : 2) + (it.release === release ? 1 : 0);
  };
  return fitness("green") > fitness("blue") ? "green" : "blue";
}

/** Goal of an update. */
interface Target {
  /** The release that is to take the traffic. */
  readonly release: string;
  /** The one that is not to be released again, until the settings ask for another or a person for this one. */
  readonly rejected: string | undefined;
}

/** Decides which release is to serve: the settings' one, unless a person asks for something else, or did before. */
function targetOf(recorded: RecordedApplication, wanted: string, active: Color, intent?: Intent): Target {
  const serving = recorded[active]?.release ?? wanted;
  const idle = recorded[other(active)];
  const rejected = recorded.rejected === wanted ? wanted : undefined;
  switch (intent?.verb) {
    case "release":
      return { release: wanted, rejected: undefined };
    case "rollback":
      // There is no going back to a rejected release: asking twice must not undo the first request. Nor to one that
      // was never promoted, or failed before it was.
      return idle &&
        !idle.candidate &&
        recorded.preview !== other(active) &&
        ![serving, recorded.rejected].includes(idle.release)
        ? { release: idle.release, rejected: serving }
        : { release: serving, rejected: recorded.rejected };
    case "abort":
      return { release: serving, rejected: idle?.candidate ? idle.release : rejected };
    case "shift":
      return { release: idle?.candidate ? idle.release : serving, rejected };
    case "keep":
      return { release: serving, rejected: recorded.rejected };
    case "settle":
      return { release: serving, rejected };
    case undefined:
      // The serving release was rejected only where an update died before it moved the traffic: it is still all there is.
      return { release: rejected === undefined ? wanted : serving, rejected };
  }
}

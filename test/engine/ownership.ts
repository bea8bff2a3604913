import { isDeepStrictEqual } from "node:util";
import { isRecord, type Properties } from "./wire-value";

/** Lays new inputs over a live object: what the old inputs held and the new ones don't goes, what a cluster added stays. */
export function apply(live: unknown, old: unknown, wanted: unknown): unknown {
  if (!isRecord(live) || !isRecord(wanted)) return structuredClone(wanted);
  const result: Properties = { ...live };
  for (const key of Object.keys(isRecord(old) ? old : {})) if (!(key in wanted)) delete result[key];
  for (const [key, value] of Object.entries(wanted)) {
    result[key] = apply(live[key], isRecord(old) ? old[key] : undefined, value);
  }
  return result;
}

/** The part of a live object that the inputs own: how a refresh sees drift without what a cluster added. */
export function owned(live: unknown, inputs: unknown): unknown {
  if (isRecord(live) && isRecord(inputs)) {
    const kept = Object.keys(inputs).filter((key) => live[key] !== undefined);
    return Object.fromEntries(kept.map((key) => [key, owned(live[key], inputs[key])]));
  }
  return isDeepStrictEqual(live, inputs) ? inputs : live;
}

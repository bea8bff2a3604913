import { other } from "./color";
import type { ReleasePlan } from "./plan";

/**
 * Whether an autoscaler may take pods from the active color. Not while a part of the traffic is elsewhere, nor when it
 * comes back: all of it may do so at once, and a load is measured only after it came.
 */
export const mayShrink = ({ kind, active, weights }: ReleasePlan): boolean =>
  weights[other(active)] === 0 && kind !== "abort";

import type { PlannedApplication } from "../components/environment/planned-application";
import { other } from "../release/color";

/** Whether its release is up and not promoted yet, after the update that was planned so. */
export const isTried = ({ plan }: PlannedApplication): boolean =>
  ["release", "hold", "shift"].includes(plan.kind) && plan.colors[other(plan.active)].candidate;

/** Per cent of the traffic that a tried release has. */
export const shareOf = ({ plan }: PlannedApplication): number => plan.weights[other(plan.active)];

/** Whether a release was up and not promoted yet, nor rejected, before the update. */
export function isCandidate({ plan, recorded }: PlannedApplication): boolean {
  const idle = recorded[other(plan.active)];
  return idle?.candidate === true && idle.release !== recorded.rejected;
}

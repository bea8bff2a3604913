import type { PlannedApplication } from "../components/environment/planned-application";
import type { Facts } from "../components/environment/run";
import { other } from "../release/model";

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

/**
 * Whether what is wanted has all of the traffic, and what it took it from is still up: an update moved it that nobody
 * watched, or a release was cut off while it was. Can't be told where the standby is as large as what serves.
 */
export function isUnsettled({ application, recorded, release, activeBefore }: Facts): boolean {
  const [serving, idle] = [recorded[activeBefore], recorded[other(activeBefore)]];
  if (serving?.release !== release || idle === undefined || recorded.weights?.[activeBefore] !== 100)
    return false;
  const cameFrom = idle.ready && !idle.candidate && ![release, recorded.rejected].includes(idle.release);
  return cameFrom && idle.replicas > application.standbyReplicas;
}

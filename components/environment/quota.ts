import { colors } from "../../release/color";
import type { PlannedApplication } from "./planned-application";

/** The most an environment may ask for. */
export interface Quota {
  readonly pods: number;
  readonly milliCpu: number;
  readonly memoryMebibytes: number;
}

/**
 * Room for both colors of every application, at the largest size that this update or the next has for them, and for
 * one pod more each while a Deployment rolls (`maxSurge: 1`). A color that stays up keeps the resources it has, so
 * those count as well: a quota below this would stop a release half-way.
 */
export function quotaOf(applications: readonly PlannedApplication[]): Quota {
  let pods = 0;
  let milliCpu = 0;
  let memoryMebibytes = 0;
  for (const { application, plan, recorded } of applications) {
    const { replicas, standbyReplicas, resources } = application;
    for (const color of colors) {
      const planned = plan.colors[color].replicas;
      const kept = planned > 0 ? recorded[color]?.resources : undefined;
      const most = Math.max(replicas, standbyReplicas, planned) + 1;
      pods += most;
      milliCpu += most * Math.max(milliCpuOf(resources.cpu), milliCpuOf(kept?.cpu));
      memoryMebibytes += most * Math.max(mebibytesOf(resources.memory), mebibytesOf(kept?.memory));
    }
  }
  return { pods, milliCpu, memoryMebibytes };
}

/** Of a CPU quantity as the settings let it through: `250m` or `2`. */
function milliCpuOf(quantity = "0"): number {
  return quantity.endsWith("m") ? Number.parseInt(quantity, 10) : Number.parseInt(quantity, 10) * 1000;
}

/** Of a memory quantity as the settings let it through: `256Mi` or `1Gi`. */
function mebibytesOf(quantity = "0Mi"): number {
  return Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1);
}

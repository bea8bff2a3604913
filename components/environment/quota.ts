import type { Application } from "../../settings/application";

/** The most an environment may ask for. */
export interface Quota {
  readonly pods: number;
  readonly milliCpu: number;
  readonly memoryMebibytes: number;
}

/**
 * Both colors of every application at full size, and one pod more each while a Deployment rolls
 * (`maxSurge: 1`): a quota below this would stop a release half-way.
 */
export function quotaOf(applications: readonly Application[]): Quota {
  let pods = 0;
  let milliCpu = 0;
  let memoryMebibytes = 0;
  for (const { replicas, standbyReplicas, resources } of applications) {
    const most = 2 * (Math.max(replicas, standbyReplicas) + 1);
    pods += most;
    milliCpu += most * milliCpuOf(resources.cpu);
    memoryMebibytes += most * mebibytesOf(resources.memory);
  }
  return { pods, milliCpu, memoryMebibytes };
}

/** Of a CPU quantity that the settings let through: `250m` or `2`. */
function milliCpuOf(quantity: string): number {
  return quantity.endsWith("m") ? Number.parseInt(quantity, 10) : Number.parseInt(quantity, 10) * 1000;
}

/** Of a memory quantity that the settings let through: `256Mi` or `1Gi`. */
function mebibytesOf(quantity: string): number {
  return Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1);
}

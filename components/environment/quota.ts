import { colors } from "../../release/model";
import type { PlannedApplication } from "./planned-application";

/** The most an environment may ask for. */
export interface Quota {
  readonly pods: number;
  readonly milliCpu: number;
  readonly memoryMebibytes: number;
}

/**
 * Room for both colors of every application, at the largest size that this update or the next has for them, and for
 * one of them to have all its pods twice: the idle one, whose new pods come up beside its old (`maxSurge: 100%`).
 * A color that stays up keeps the resources it has, so those count as well: a quota below this would stop a release
 * half-way.
 */
export function quotaOf(applications: readonly PlannedApplication[]): Quota {
  const needs = applications.map(needOf);
  const total = (part: keyof Quota) => needs.reduce((sum, need) => sum + need[part], 0);
  return { pods: total("pods"), milliCpu: total("milliCpu"), memoryMebibytes: total("memoryMebibytes") };
}

function needOf({ application, plan, recorded }: PlannedApplication): Quota {
  const { replicas, standbyReplicas, autoscaling, resources } = application;
  const needs = colors.map((color): Quota => {
    const planned = plan.colors[color].replicas;
    const kept = planned > 0 ? recorded[color]?.resources : undefined;
    const pods = Math.max(replicas, standbyReplicas, planned, autoscaling?.maxReplicas ?? 0);
    return {
      pods,
      milliCpu: pods * Math.max(milliCpuOf(resources.cpu), milliCpuOf(kept?.cpu)),
      memoryMebibytes: pods * Math.max(mebibytesOf(resources.memory), mebibytesOf(kept?.memory)),
    };
  });
  const withSurge = (part: keyof Quota) => {
    const each = needs.map((need) => need[part]);
    return each.reduce((sum, one) => sum + one, Math.max(...each));
  };
  return {
    pods: withSurge("pods"),
    milliCpu: withSurge("milliCpu"),
    memoryMebibytes: withSurge("memoryMebibytes"),
  };
}

/** Of a CPU quantity as the settings let it through: `250m` or `2`. */
function milliCpuOf(quantity = "0"): number {
  return quantity.endsWith("m") ? Number.parseInt(quantity, 10) : Number.parseInt(quantity, 10) * 1000;
}

/** Of a memory quantity as the settings let it through: `256Mi` or `1Gi`. */
function mebibytesOf(quantity = "0Mi"): number {
  return Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1);
}

import { colors, type RecordedApplication } from "../release/model";
import type { ReleasePlan } from "../release/release-plan";
import { mebibytes, milliCpu } from "./quantity";

/** The most that an environment may request. */
interface Quota {
  readonly pods: number;
  readonly milliCpu: number;
  readonly memoryMebibytes: number;
}

/** An application's settings that limit its size. */
interface Sizes {
  readonly replicas: number;
  readonly standbyReplicas: number;
  readonly autoscaling?: { readonly maxReplicas: number } | undefined;
}

/** An application and what an update does about it. */
interface PlannedSizes {
  readonly application: Sizes & { readonly resources: { readonly cpu: string; readonly memory: string } };
  readonly plan: Pick<ReleasePlan, "colors">;
  readonly recorded: RecordedApplication;
}

/** The most pods that one color may have. */
const mostPods = ({ replicas, standbyReplicas, autoscaling }: Sizes, planned = 0): number =>
  Math.max(replicas, standbyReplicas, planned, autoscaling?.maxReplicas ?? 0);

/** Both colors, and the larger once more: its new pods come up beside its old (`maxSurge: 100%`). */
const withSurge = (blue: number, green: number): number => blue + green + Math.max(blue, green);

/** The most pods that an application may have by its settings. */
export function podsWithSurge(application: Sizes): number {
  const most = mostPods(application);
  return withSurge(most, most);
}

/** Room for pods that are no application's. */
interface Room {
  readonly pods: number;
  readonly cpu: string;
  readonly memory: string;
}

/**
 * Room for both colors of every application, at the largest size that this update or the next has for them, and for
 * one of them to have all its pods twice: the idle one, whose new pods come up beside its old (`maxSurge: 100%`).
 * A color that stays up keeps the resources it has, so those count as well: a quota below this would stop a release
 * half-way.
 */
export function quotaOf(applications: readonly PlannedSizes[], room?: Room): Quota {
  const needs = [...applications.map(needOf), ...(room ? [roomOf(room)] : [])];
  const total = (part: keyof Quota) => needs.reduce((sum, need) => sum + need[part], 0);
  return { pods: total("pods"), milliCpu: total("milliCpu"), memoryMebibytes: total("memoryMebibytes") };
}

const roomOf = ({ pods, cpu, memory }: Room): Quota => ({
  pods,
  milliCpu: milliCpu(cpu) ?? 0,
  memoryMebibytes: mebibytes(memory) ?? 0,
});

function needOf({ application, plan, recorded }: PlannedSizes): Quota {
  const { resources } = application;
  const [blue, green] = colors.map((color): Quota => {
    const planned = plan.colors[color].replicas;
    const kept = planned > 0 ? recorded[color]?.resources : undefined;
    const pods = mostPods(application, planned);
    return {
      pods,
      milliCpu: pods * Math.max(milliCpu(resources.cpu) ?? 0, milliCpu(kept?.cpu) ?? 0),
      memoryMebibytes: pods * Math.max(mebibytes(resources.memory) ?? 0, mebibytes(kept?.memory) ?? 0),
    };
  }) as [Quota, Quota];
  const both = (part: keyof Quota) => withSurge(blue[part], green[part]);
  return { pods: both("pods"), milliCpu: both("milliCpu"), memoryMebibytes: both("memoryMebibytes") };
}

import type { Declared, Recording } from "../diff/recording";
import { labels } from "../release/labels";
import { fargateSize, type FargateSize, type PodSpec } from "./fargate-size";
import { broughtPods } from "./brought-pods";

/** Pods of one kind that a stack keeps running. */
export interface Pods {
  /** Whose they are: an application, or a part of the platform. */
  readonly of: string;
  /** How many; with an autoscaler, the fewest. */
  readonly count: number;
  /** How many an autoscaler may make of them; without one, `count`. */
  readonly most: number;
  /** Undefined where Fargate has no size for them: they never start. */
  readonly size: FargateSize | undefined;
}

interface Workload {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
  };
  readonly spec?: { readonly replicas?: number; readonly template?: { readonly spec?: PodSpec } };
}

interface Autoscaler {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: {
    readonly scaleTargetRef?: { readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
  };
}

const workloadTypes = ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"];

/** The pods of all that a stack declares, also of what brings pods without a Deployment in the program. */
export function podsOf({ resources }: Recording): Pods[] {
  const scaled = new Map(resources.flatMap(scaledBy));
  return resources.flatMap((resource) =>
    workloadTypes.includes(resource.type) ? [podsOfWorkload(resource, scaled)] : broughtPods(resource),
  );
}

function podsOfWorkload(
  { name: logical, inputs }: Declared,
  scaled: ReadonlyMap<string, { count: number; most: number }>,
): Pods {
  const { metadata, spec } = inputs as Workload;
  const name = metadata?.name ?? logical;
  const count = spec?.replicas ?? 1; // 1 is Kubernetes' own default
  return {
    of: metadata?.labels?.[labels.application] ?? name,
    count,
    most: count,
    ...scaled.get(`${metadata?.namespace ?? ""}/${name}`),
    size: fargateSize(spec?.template?.spec ?? {}),
  };
}

function scaledBy({ type, inputs }: Declared): [string, { count: number; most: number }][] {
  if (!type.endsWith(":HorizontalPodAutoscaler")) return [];
  const { metadata, spec } = inputs as Autoscaler;
  const count = spec?.minReplicas ?? 1;
  const target = `${metadata?.namespace ?? ""}/${spec?.scaleTargetRef?.name ?? ""}`;
  return [[target, { count, most: Math.max(count, spec?.maxReplicas ?? count) }]];
}

import type { Declared, Recording } from "../program/recording";
import { labels } from "../release/model";
import { type Container, fargateSize, type FargateSize, type PodSpec } from "./fargate";

/** Pods of one kind that a stack keeps running. */
export interface Pods {
  /** Their owner: an application, or a part of the platform. */
  readonly of: string;
  /** Number of pods; with an autoscaler, the fewest. */
  readonly count: number;
  /** The most that an autoscaler may make; without one, `count`. */
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

/** The pods of a stack's resources, also of charts and add-ons, whose Deployments are not in the program. */
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

type Values = Readonly<Record<string, unknown>>;

/** Pods of a chart or an add-on, unless its values say otherwise. */
interface Bundle {
  readonly name: string;
  readonly count: number;
  readonly requests: { readonly cpu?: string; readonly memory?: string };
}

/** Chart 3.5.0, values.yaml: `replicaCount: 2`, `resources: {}`. */
const controller: Bundle = { name: "aws-load-balancer-controller", count: 2, requests: {} };

/** The manifests of EKS's add-ons; not verified: no account was there to look at them. Both fit the smallest size. */
const coredns: Bundle = { name: "coredns", count: 2, requests: { cpu: "100m", memory: "70Mi" } };
const metricsServer: Bundle = {
  name: "metrics-server",
  count: 2,
  requests: { cpu: "100m", memory: "200Mi" },
};

/** The pods that a resource brings without a Deployment in the program; of a Helm chart not known here, none. */
function broughtPods({ type, inputs }: Declared): Pods[] {
  switch (type) {
    case "kubernetes:helm.sh/v3:Release":
      return inputs.chart === controller.name ? [podsOfBundle(controller, inputs.values)] : [];
    case "aws:eks/addon:Addon":
      return [coredns, metricsServer]
        .filter(({ name }) => name === inputs.addonName)
        .map((addon) => podsOfBundle(addon, inputs.configurationValues));
    case "eks:index:Cluster": // makes the add-on of CoreDNS, given a profile (docs/facts.md#cluster-component)
      return [podsOfBundle(coredns, (inputs.corednsAddonOptions as Values | undefined)?.configurationValues)];
    default:
      return [];
  }
}

function podsOfBundle({ name, count: usual, requests }: Bundle, given: unknown): Pods {
  const { replicaCount, replicas, resources } = valuesOf(given);
  const own = replicaCount ?? replicas;
  const count = typeof own === "number" ? own : usual;
  const container: Container = { resources: { requests, ...(resources as Container["resources"]) } };
  return { of: name, count, most: count, size: fargateSize({ containers: [container] }) };
}

/** An add-on takes its values as JSON, or as an object that Pulumi makes JSON of. */
function valuesOf(given: unknown): Values {
  if (typeof given === "object" && given !== null) return given as Values;
  if (typeof given !== "string") return {};
  try {
    return valuesOf(JSON.parse(given));
  } catch {
    return {};
  }
}

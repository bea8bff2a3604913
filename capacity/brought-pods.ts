import type { Declared } from "../diff/recording";
import { fargateSize, type Container } from "./fargate-size";
import type { Pods } from "./pods";

type Values = Readonly<Record<string, unknown>>;

/** What a chart or an add-on runs, unless its values say otherwise. */
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
export function broughtPods({ type, inputs }: Declared): Pods[] {
  switch (type) {
    case "kubernetes:helm.sh/v3:Release":
      return inputs.chart === controller.name ? [podsOf(controller, inputs.values)] : [];
    case "aws:eks/addon:Addon":
      return [coredns, metricsServer]
        .filter(({ name }) => name === inputs.addonName)
        .map((addon) => podsOf(addon, inputs.configurationValues));
    case "eks:index:Cluster": // makes the add-on of CoreDNS, given a profile (docs/facts.md#cluster-component)
      return [podsOf(coredns, (inputs.corednsAddonOptions as Values | undefined)?.configurationValues)];
    default:
      return [];
  }
}

function podsOf({ name, count: usual, requests }: Bundle, given: unknown): Pods {
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

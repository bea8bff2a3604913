import type {
  AppsV1Api,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
} from "@kubernetes/client-node";
import { boundedClient } from "./bounded-client";
import { kubernetesClient } from "./kubernetes-client";

/** The cluster as `kubectl` would see it. */
export interface Kubernetes {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
  readonly custom: CustomObjectsApi;
  readonly coordination: CoordinationV1Api;
}

/** Milliseconds for one request about a lease: nobody waits for one. */
const leasePatience = 2000;

export const httpRoutes = {
  group: "gateway.networking.k8s.io",
  version: "v1",
  plural: "httproutes",
} as const;

/** How a cluster is found: by a kubeconfig that is handed over, or by a context of one's own. */
export interface Way {
  /** Unset means the current one. */
  readonly context?: string | undefined;
  /** In JSON or YAML; unset means the one that `kubectl` reads. */
  readonly kubeconfig?: string | undefined;
}

/**
 * Opens a cluster; the client's library is loaded only now.
 *
 * @throws where there is none: an empty KUBECONFIG says so, as in the settings; an offline diff relies on it.
 */
export async function openKubernetes(way: Way = {}): Promise<Kubernetes> {
  if (way.kubeconfig === undefined && process.env.KUBECONFIG === "")
    throw new Error("KUBECONFIG is empty, so there is no cluster to ask.");
  const { AppsV1Api, CoordinationV1Api, CoreV1Api, CustomObjectsApi } = await kubernetesClient();
  const config = await kubeConfig(way);
  return {
    apps: await boundedClient(config, AppsV1Api),
    core: await boundedClient(config, CoreV1Api),
    custom: await boundedClient(config, CustomObjectsApi),
    coordination: await boundedClient(config, CoordinationV1Api, leasePatience),
  };
}

/** The kubeconfig, with the context as its current one. @throws where it has no such context. */
export async function kubeConfig({ context, kubeconfig }: Way): Promise<KubeConfig> {
  const { KubeConfig } = await kubernetesClient();
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromString(kubeconfig);
  if (context === undefined) return config;
  if (config.getContextObject(context) === null)
    throw new Error(`Your kubeconfig has no context ${context}${howToGet(context)}.`);
  config.setCurrentContext(context);
  return config;
}

/** The AWS CLI calls a cluster's context by its ARN. */
function howToGet(context: string): string {
  const [, region, cluster] = /^arn:aws:eks:([^:]+):\d+:cluster\/(.+)$/.exec(context) ?? [];
  return cluster === undefined
    ? ""
    : `: run \`aws eks update-kubeconfig --region ${region ?? ""} --name ${cluster}\``;
}

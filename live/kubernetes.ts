import type { AppsV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { boundedClient } from "./bounded-client";
import { kubernetesClient } from "./kubernetes-client";

/** The cluster as far as a release looks at it. */
export interface Kubernetes {
  readonly apps: AppsV1Api;
  readonly custom: CustomObjectsApi;
}

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
 * Opens a cluster.
 *
 * @throws where there is none: an empty KUBECONFIG says so, as in the settings; an offline diff relies on it.
 */
export async function openKubernetes(way: Way = {}): Promise<Kubernetes> {
  if (way.kubeconfig === undefined && process.env.KUBECONFIG === "")
    throw new Error("KUBECONFIG is empty, so there is no cluster to ask.");
  const { AppsV1Api, CustomObjectsApi } = await kubernetesClient();
  const config = await kubeConfig(way);
  const [apps, custom] = await Promise.all([
    boundedClient(config, AppsV1Api),
    boundedClient(config, CustomObjectsApi),
  ]);
  return { apps, custom };
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

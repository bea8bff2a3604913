import type { AppsV1Api, CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";

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

/**
 * Opens the cluster behind a context of the kubeconfig; unset means its current one.
 *
 * The library takes 0.4 s to load, so a caller that will need it begins early.
 *
 * @throws where there is none: an empty KUBECONFIG says so, as in the settings; an offline diff relies on it.
 */
export async function openKubernetes(context?: string): Promise<Kubernetes> {
  if (process.env.KUBECONFIG === "") throw new Error("KUBECONFIG is empty, so there is no cluster to ask.");
  const { AppsV1Api, CustomObjectsApi } = await import("@kubernetes/client-node");
  const config = await kubeConfig(context);
  return { apps: config.makeApiClient(AppsV1Api), custom: config.makeApiClient(CustomObjectsApi) };
}

/** The kubeconfig as `kubectl` reads it, with this context as its current one. */
export async function kubeConfig(context?: string): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  if (context !== undefined) config.setCurrentContext(context);
  return config;
}

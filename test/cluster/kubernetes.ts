/** Kinds that an environment is made of, and those that Kubernetes makes out of them. */
const kinds = [
  ["v1", "Pod"],
  ["v1", "Service"],
  ["v1", "Secret"],
  ["v1", "ResourceQuota"],
  ["v1", "LimitRange"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "ReplicaSet"],
  ["policy/v1", "PodDisruptionBudget"],
  ["gateway.networking.k8s.io/v1", "HTTPRoute"],
] as const;

async function client() {
  const { KubeConfig, KubernetesObjectApi } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  return KubernetesObjectApi.makeApiClient(config);
}

/** All that lies in a namespace, as `Kind name resourceVersion`; an object that nothing touched keeps its line. */
export async function contents(namespace: string): Promise<string[]> {
  const api = await client();
  const lists = await Promise.all(kinds.map(([apiVersion, kind]) => api.list(apiVersion, kind, namespace)));
  return lists
    .flatMap(({ items }, index) =>
      items.map(
        ({ metadata }) =>
          `${kinds[index]?.[1] ?? ""} ${metadata?.name ?? ""} ${metadata?.resourceVersion ?? ""}`,
      ),
    )
    .sort();
}

export async function namespaces(): Promise<string[]> {
  const { items } = await (await client()).list("v1", "Namespace");
  return items.map(({ metadata }) => metadata?.name ?? "").sort();
}

export async function removeNamespace(name: string): Promise<void> {
  await (await client()).delete({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
}

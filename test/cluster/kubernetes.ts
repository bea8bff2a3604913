import { until } from "../until";

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

/** The cluster's objects of any kind. */
export async function objects() {
  const { KubeConfig, KubernetesObjectApi } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  return KubernetesObjectApi.makeApiClient(config);
}

/** All that lies in a namespace, as `Kind name resourceVersion`; an object that nothing touched keeps its line. */
export async function contents(namespace: string): Promise<string[]> {
  const api = await objects();
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
  const { items } = await (await objects()).list("v1", "Namespace");
  return items.map(({ metadata }) => metadata?.name ?? "").sort();
}

export async function removeNamespace(name: string): Promise<void> {
  await (await objects()).delete({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
}

/** Deletes one pod of those that a label selects, as `kubectl delete pod` does. */
export async function deletePod(namespace: string, labelSelector: string): Promise<void> {
  const api = await pods();
  await api.deleteNamespacedPod({ namespace, name: await podOf(namespace, labelSelector) });
}

/** Evicts one, as `kubectl drain` does, and waits until another one is there and it has ended. */
export async function evictPod(namespace: string, labelSelector: string): Promise<void> {
  const api = await pods();
  const name = await podOf(namespace, labelSelector);
  const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
  await api.createNamespacedPodEviction({ namespace, name, body });
  const others = async () => (await api.listNamespacedPod({ namespace, labelSelector })).items;
  await until(async () => {
    const items = await others();
    return items.length > 0 && items.every(({ metadata }) => metadata?.name !== name);
  }, 120);
}

async function podOf(namespace: string, labelSelector: string): Promise<string> {
  const { items } = await (await pods()).listNamespacedPod({ namespace, labelSelector });
  const name = items[0]?.metadata?.name;
  if (name === undefined) throw new Error(`There is no pod with ${labelSelector}.`);
  return name;
}

async function pods() {
  const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  return config.makeApiClient(CoreV1Api);
}

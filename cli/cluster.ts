import type { CoreV1Api, CoreV1Event, V1Pod } from "@kubernetes/client-node";
import { httpRoutes, type Kubernetes } from "../live/kubernetes";
import type { Pod } from "./pod-report";
import type { RouteStatus } from "./route-report";

/** The routes of a namespace. */
export async function routesIn({ custom }: Kubernetes, namespace: string): Promise<RouteStatus[]> {
  const list: unknown = await custom.listNamespacedCustomObject({
    ...httpRoutes,
    namespace,
  });
  return (list as { items: RouteStatus[] }).items;
}

/** Pods of a namespace that are not Ready, with the last that is known of each; at most 5, which is enough to see why. */
export async function unreadyPods({ core }: Kubernetes, namespace: string): Promise<Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace });
  const unready = items.filter((pod) => !isReady(pod)).slice(0, 5);
  return Promise.all(unready.map((pod) => describe(core, namespace, pod)));
}

/** Whether a namespace is there, also while it is being deleted. */
export async function namespaceExists({ core }: Kubernetes, namespace: string): Promise<boolean> {
  const { items } = await core.listNamespace({ fieldSelector: `metadata.name=${namespace}` });
  return items.length > 0;
}

const isReady = (pod: V1Pod) =>
  pod.metadata?.deletionTimestamp !== undefined ||
  (pod.status?.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");

async function describe(api: CoreV1Api, namespace: string, pod: V1Pod): Promise<Pod> {
  const name = pod.metadata?.name ?? "";
  const { items } = await api.listNamespacedEvent({
    namespace,
    fieldSelector: `involvedObject.name=${name}`,
  });
  const statuses = pod.status?.containerStatuses ?? [];
  return {
    name,
    containers: statuses.map(({ ready, state, lastState, image }) => ({
      ready,
      waiting: state?.waiting,
      terminated: state?.terminated ?? (state?.waiting ? undefined : lastState?.terminated),
      image,
    })),
    lastEvent: newest(items)?.message,
    lastLog: await lastLine(
      api,
      namespace,
      name,
      statuses.some(({ restartCount }) => restartCount > 0),
    ),
  };
}

const newest = (events: CoreV1Event[]): CoreV1Event | undefined => {
  const time = (event: CoreV1Event) =>
    (event.lastTimestamp ?? event.metadata.creationTimestamp ?? new Date(0)).getTime();
  return [...events].sort((a, b) => time(b) - time(a))[0];
};

async function lastLine(
  api: CoreV1Api,
  namespace: string,
  name: string,
  restarted: boolean,
): Promise<string | undefined> {
  for (const previous of restarted ? [true, false] : [false]) {
    try {
      const log = await api.readNamespacedPodLog({ namespace, name, tailLines: 1, previous });
      if (log.trim() !== "") return log.trim();
    } catch {
      // A container that never started has no log.
    }
  }
  return undefined;
}

import type { CoreV1Api, CoreV1Event, V1Pod } from "@kubernetes/client-node";
import { type Condition, reasonOf } from "../live/gateway";
import { httpRoutes, type Kubernetes } from "../live/kubernetes";
import { legible } from "../problems/problem";
import type { ClusterObject } from "../release/drift";

/** The routes of a namespace. */
export async function routesIn({ custom }: Kubernetes, namespace: string): Promise<RouteStatus[]> {
  const list: unknown = await custom.listNamespacedCustomObject({
    ...httpRoutes,
    namespace,
  });
  return (list as { items: RouteStatus[] }).items;
}

/** Pods of a namespace that are not Ready, each with its last event and log line; at most 5. */
export async function unreadyPods({ core }: Kubernetes, namespace: string): Promise<Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace });
  const unready = items.filter((pod) => !isReady(pod)).slice(0, 5);
  return Promise.all(unready.map((pod) => describe(core, namespace, pod)));
}

/** A namespace, also while it is being deleted; undefined where there is none. */
export async function namespaceNow(
  { core }: Pick<Kubernetes, "core">,
  name: string,
): Promise<ClusterObject | undefined> {
  const { items } = await core.listNamespace({ fieldSelector: `metadata.name=${name}` });
  return items[0] as ClusterObject | undefined;
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

/** The parts of a pod that explain why it isn't Ready. */
export interface Pod {
  readonly name: string;
  readonly containers: readonly {
    readonly ready: boolean;
    readonly waiting?:
      { readonly reason?: string | undefined; readonly message?: string | undefined } | undefined;
    readonly terminated?: { readonly reason?: string | undefined; readonly exitCode: number } | undefined;
    readonly image: string;
  }[];
  /** The newest event about it. */
  readonly lastEvent?: string | undefined;
  /** Its last log line, of this start or, after a crash, of the one before. */
  readonly lastLog?: string | undefined;
}

/** Why a pod isn't Ready: its state, last event and last log line. */
export function podReport(given: Pod): string {
  const pod = legible(given);
  const started = pod.containers.some(({ waiting }) => !waiting);
  const state = started ? "runs but is not Ready" : "has not started";
  const lines = [podTrouble(pod) ?? `Pod ${pod.name} ${state}`];
  if (pod.lastEvent) lines.push(`  last event: ${pod.lastEvent}`);
  if (pod.lastLog) lines.push(`  last log line: ${pod.lastLog}`);
  return lines.join("\n");
}

/** The reason why a pod is stuck, as a sentence; undefined while it is only starting. */
function podTrouble(pod: Pod): string | undefined {
  const { name, containers } = legible(pod);
  const broken = containers.find(({ ready }) => !ready);
  if (broken?.waiting && !usual.test(broken.waiting.reason ?? "")) {
    const reason = [broken.waiting.reason, broken.waiting.message].filter(Boolean).join(": ");
    return `Pod ${name} ${reason}${imageHint(broken.waiting.reason, broken.image)}`;
  }
  if (!broken?.terminated) return undefined;
  const { exitCode, reason } = broken.terminated;
  return `Pod ${name} ended with exit code ${exitCode}${reason ? ` (${reason})` : ""}`;
}

const usual = /^(ContainerCreating|PodInitializing|)$/;

function imageHint(reason: string | undefined, image: string): string {
  if (!/ErrImage|ImagePull|InvalidImageName/.test(reason ?? "")) return "";
  return `\n  The cluster can't get image ${image}: build it (\`docker build --tag ${image} app\`) and push it or load it there.`;
}

const pause = 3000; // milliseconds between two looks

/**
 * Prints what keeps pods from getting Ready while an update waits for them, so that a missing image is seen before the
 * timeout. Best effort: where the cluster can't be reached, the update itself reports it.
 *
 * @returns the function that ends it.
 */
export function watchPods(
  open: () => Promise<Kubernetes>,
  namespace: string,
  print: (line: string) => void,
): () => void {
  const said = new Set<string>();
  let api: Promise<Kubernetes> | undefined;
  const look = async () => {
    const pods = await unreadyPods(await (api ??= open()), namespace);
    for (const line of pods.flatMap((pod) => podTrouble(pod) ?? []))
      if (!said.has(line)) {
        said.add(line);
        print(`  ${line}`);
      }
  };
  const timer = setInterval(() => void look().catch(() => undefined), pause);
  return () => {
    clearInterval(timer);
  };
}

/** The parts of an HTTPRoute that show whether requests reach it. */
interface RouteStatus {
  readonly spec?: { readonly parentRefs?: readonly { readonly name: string }[] };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: { readonly name: string };
      readonly conditions?: readonly Condition[];
    }[];
  };
}

/**
 * The reason why a route takes no requests, as a sentence: an environment that is up behind no Gateway looks broken,
 * and nothing else says why. Undefined where all is well.
 */
export function routeTrouble({ spec, status }: RouteStatus): string | undefined {
  const wanted = (spec?.parentRefs ?? []).map(({ name }) => name);
  // The status keeps the conditions of Gateways that the route no longer names.
  const parents = (status?.parents ?? []).filter(({ parentRef }) => wanted.includes(parentRef.name));
  if (parents.length === 0)
    return "No Gateway has accepted the route yet. If this stays so, the cluster has no Gateway of that name: `npx turnout up --stack platform` creates it.";
  const conditions = parents.flatMap(({ conditions = [] }) => conditions);
  const refused = conditions.find(({ type, status }) => type === "Accepted" && status !== "True");
  return refused && `The Gateway refuses the route: ${reasonOf(refused)}`;
}

import type { CoreV1Api, CoreV1Event, V1Pod } from "@kubernetes/client-node";
import { isLoaded } from "../live/hopeless";
import type { Kubernetes } from "../live/kubernetes";
import { inOneLine, legible } from "../problems/problem";
import { labels } from "../release/model";

/** What keeps the Deployments of a namespace from having their pods. */
interface Unready {
  /** Sentences about pods that the API server refuses. */
  readonly refused: readonly string[];
  /** At most 5 that are not Ready. */
  readonly pods: readonly Pod[];
}

/** Pods that a namespace's Deployments want and that are not Ready, each with its last event and log line. */
export async function unready({ apps, core }: Kubernetes, namespace: string): Promise<Unready> {
  const [deployments, { items: pods }] = await Promise.all([
    apps.listNamespacedDeployment({ namespace }),
    core.listNamespacedPod({ namespace }),
  ]);
  const wanted = deployments.items.map(({ spec }) => spec?.template.metadata?.labels?.[labels.release]);
  // Pods of a release that failed before stay until the next one has come up.
  const isWanted = ({ metadata }: V1Pod) => {
    const release = metadata?.labels?.[labels.release];
    return release === undefined || wanted.includes(release);
  };
  const found = pods.filter((pod) => isWanted(pod) && !isReady(pod)).slice(0, 5);
  return {
    refused: deployments.items.flatMap(({ metadata, status }) => {
      const failure = status?.conditions?.find(
        (one) => one.type === "ReplicaFailure" && one.status === "True",
      );
      const name = metadata?.name ?? "";
      return failure
        ? [`Deployment ${name} can't create pods: ${inOneLine(failure.message ?? "", longest)}`]
        : [];
    }),
    pods: await Promise.all(found.map((pod) => describe(core, namespace, pod))),
  };
}

const longest = 500; // characters

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
      terminated: state?.terminated ?? lastState?.terminated,
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
    /** The end of this start, or of the one before. */
    readonly terminated?:
      | {
          readonly reason?: string | undefined;
          readonly message?: string | undefined;
          readonly exitCode: number;
        }
      | undefined;
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
  const { waiting, terminated } = broken ?? {};
  // Between two starts it waits, and the end of the last one says why.
  const isBetween = waiting?.reason === "CrashLoopBackOff" && terminated !== undefined;
  if (broken && waiting && !isBetween && !usual.test(waiting.reason ?? "")) {
    const reason = [waiting.reason, waiting.message].filter(Boolean).join(": ").replace(backOff, "");
    return `Pod ${name} ${reason}${imageHint(waiting, broken.image)}`;
  }
  if (!terminated) return undefined;
  const { exitCode, reason, message } = terminated;
  const words = message ? `: ${message}` : "";
  return `Pod ${name} ended with exit code ${exitCode}${reason ? ` (${reason})` : ""}${words}`;
}

/** A kubelet's words before those of the failure that it repeats: between two tries a pod says the same as after one. */
const backOff = /^ImagePullBackOff: Back-off pulling image "[^"]*": (?=ErrImagePull: )/;

const usual = /^(ContainerCreating|PodInitializing|)$/;

function imageHint(
  { reason = "", message = "" }: NonNullable<Pod["containers"][number]["waiting"]>,
  image: string,
): string {
  if (reason === "InvalidImageName")
    return "\n  Correct `image` in the settings: no registry has such a name.";
  if (!/ErrImage|ImagePull/.test(reason)) return "";
  const isMissing =
    message === "" ||
    isLoaded(image) ||
    /not ?found|not present|does not exist|manifest unknown/i.test(message);
  const way = image.includes("@")
    ? "look whether its registry has this digest"
    : `build it (\`docker build --tag ${image} …\`), and push it or load it there`;
  return isMissing
    ? `\n  The cluster has no image ${image}: ${way}.`
    : `\n  The cluster can't get image ${image}: look whether its registry answers, and lets the cluster pull it.`;
}

const pause = 3000; // milliseconds between two looks

/** An environment whose pods come up. */
interface Watched {
  readonly namespace: string;
  readonly cluster: () => Promise<Kubernetes>;
  readonly print: (line: string) => void;
  /** Of another's pods nothing is said. */
  readonly isOwn: () => boolean;
}

/**
 * Prints what keeps pods from getting Ready while an update waits for them, so that a missing image is seen before the
 * timeout. Best effort: where the cluster can't be reached, the update itself reports it.
 *
 * @returns the function that ends it.
 */
export function watchPods({ namespace, cluster, print, isOwn }: Watched): () => void {
  const said = new Set<string>();
  let api: Promise<Kubernetes> | undefined;
  const look = async () => {
    if (!isOwn()) return;
    const { refused, pods } = await unready(await (api ??= cluster()), namespace);
    for (const line of [...refused, ...pods.flatMap((pod) => podTrouble(pod) ?? [])])
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

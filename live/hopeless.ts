import type { CoreV1Event, V1ContainerStatus, V1Node, V1Pod } from "@kubernetes/client-node";
import { inOneLine } from "../problems/problem";
import type { ComingColor } from "../program/witness";
import { annotations, labels, serviceName } from "../release/model";
import { type Kubernetes, kubernetesClient } from "./kubernetes";
import { missing, noNode, timeOf } from "./no-node";

/**
 * What the pods of a color report that no waiting mends, by pod.
 *
 * @throws where the cluster can't be asked.
 */
export async function hopeless(
  { apps, core }: Kubernetes,
  coming: ComingColor,
): Promise<ReadonlyMap<string, string>> {
  const { namespace, application, color } = coming;
  const name = serviceName(application, color);
  const labelSelector = selectorOf(coming);
  const [{ status }, { items: pods }, { items: events }, nodes] = await Promise.all([
    apps.readNamespacedDeployment({ namespace, name }),
    core.listNamespacedPod({ namespace, labelSelector }),
    core.listNamespacedEvent({ namespace, fieldSelector: "involvedObject.kind=Pod" }),
    // Whose rights end at a namespace goes by the scheduler's words alone.
    core.listNode().then(
      ({ items }) => items,
      () => undefined,
    ),
  ]);
  const failure = status?.conditions?.find(
    ({ type, status: is }) => type === "ReplicaFailure" && is === "True",
  );
  return hopelessIn({ pods, events, nodes, notCreated: failure?.message });
}

const selectorOf = ({ application, color, release }: ComingColor) =>
  Object.entries({ [labels.application]: application, [labels.color]: color, [labels.release]: release })
    .map((each) => each.join("="))
    .join(",");

/**
 * Replaces pods that have waited for an image since before: a kubelet asks for it again after up to five minutes, and
 * until then reports the failure of its last try, also where the image has come since. A new pod asks at once.
 *
 * @throws where the cluster can't be asked.
 */
export async function pullAnew({ core }: Kubernetes, coming: ComingColor): Promise<void> {
  const { namespace } = coming;
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: selectorOf(coming) });
  const waiting = items.filter((pod) =>
    containersOf(pod).some(({ state }) => noPull.test(state?.waiting?.reason ?? "")),
  );
  await Promise.all(
    waiting.map(({ metadata }) => core.deleteNamespacedPod({ namespace, name: metadata?.name ?? "" })),
  );
}

const noPull = /^(ErrImagePull|ImagePullBackOff)$/;

/** Ends the engine's wait for a color's pods: its Deployment is waited for until they are Ready or it has this mark. */
export async function giveUp(
  { apps }: Kubernetes,
  { namespace, application, color }: ComingColor,
  attempt: string,
): Promise<void> {
  const { PatchStrategy, setHeaderOptions } = await kubernetesClient();
  await apps.patchNamespacedDeployment(
    {
      namespace,
      name: serviceName(application, color),
      body: { metadata: { annotations: { [annotations.givenUp]: attempt } } },
      fieldManager: "turnout",
    },
    setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
  );
}

/** The cluster's account of the pods of one release that comes up. */
export interface ComingPods {
  readonly pods: readonly V1Pod[];
  /** Of their namespace. */
  readonly events: readonly CoreV1Event[];
  /** Of the whole cluster; undefined where they can't be asked for. */
  readonly nodes?: readonly V1Node[] | undefined;
  /** The controller's words about pods that it can't even create. */
  readonly notCreated?: string | undefined;
}

/**
 * What pods report that no waiting mends, as sentences by what reports it. What may mend itself is not in it: a registry
 * or network that fails, a crash, a pod that waits for a node which an autoscaler or Fargate still makes.
 */
export function hopelessIn({ pods, events, nodes, notCreated }: ComingPods): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (notCreated !== undefined && refusal.test(notCreated) && !notCreated.includes(fullQuota))
    found.set("", `No pod can be created: ${shown(notCreated)}`);
  for (const pod of pods) {
    if (pod.metadata?.deletionTimestamp !== undefined) continue;
    const { name = "", uid } = pod.metadata ?? {};
    const own = events.filter(({ involvedObject }) => involvedObject.uid === uid);
    const words =
      containersOf(pod)
        .map(ofContainer)
        .find((each) => each !== undefined) ??
      ofVolumes(pod, own) ??
      noNode(pod, own, nodes);
    if (words !== undefined) found.set(name, `Pod ${name}: ${shown(words)}`);
  }
  return found;
}

const longest = 500; // characters: a runtime's error comes with its whole history
const shown = (words: string) => inOneLine(words, longest);

const containersOf = ({ status }: V1Pod): V1ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
];

/** Failures that come and go: of a network, of a server, of credentials that are renewed, of a kubelet's cache. */
const mayMend =
  /time[d -]?out|deadline exceeded|connection refused|reset by peer|broken pipe|unreachable|no route|no such host|server misbehaving|temporary|try again|too ?many ?requests|\b(429|5\d\d)\b|unavailable|bad gateway|\bEOF\b|expired|QPS exceeded|failed to sync|cache/i;

/** Of containerd, CRI-O and Docker: the registry has answered, and the answer was no. */
const noImage =
  /not ?found|manifest unknown|does not exist|denied|unauthorized|forbidden|not authorized|authorization failed|authentication required|no basic auth credentials|no match(ing manifest)? for|invalid reference|gave HTTP response to HTTPS/i;

/** Podman's name of an image without a registry: nodes have it loaded, or ask themselves in vain for a registry at port 80. */
export const isLoaded = (image: string): boolean => image.startsWith("localhost/");

const noStart = /not found in|no such file|permission denied|exec format error|is a directory|no command/i;

/** Reasons of the kubelet (pkg/kubelet/images/types.go, pkg/kubelet/kuberuntime/kuberuntime_container.go). */
function ofContainer({ state, lastState, image }: V1ContainerStatus): string | undefined {
  const { reason = "", message = "" } = state?.waiting ?? {};
  const words = [reason, message].filter(Boolean).join(": ");
  const said = withoutNames(message, image);
  switch (reason) {
    case "InvalidImageName":
    case "ErrImageNeverPull":
      return words;
    case "CreateContainerConfigError":
      return mayMend.test(said) ? undefined : words;
    case "ErrImagePull":
    case "ImagePullBackOff":
      return isLoaded(image) || (noImage.test(said) && !mayMend.test(said)) ? words : undefined;
    case "CreateContainerError":
      return noStart.test(message) ? words : undefined;
    default: {
      const { reason: end = "", message: why = "" } = state?.terminated ?? lastState?.terminated ?? {};
      return /^(StartError|ContainerCannotRun)$/.test(end) && noStart.test(why)
        ? `${end}: ${why}`
        : undefined;
    }
  }
}

/** An image, a registry or a Secret may be named `denied` or `timeout`. */
const withoutNames = (message: string, image: string) =>
  message
    .replaceAll(image, "")
    .replace(/"[^"]*"/g, "")
    .replace(/(?<!\S)(?!i\/o)\S*\/\S*/g, "");

/** Events after which a pod's volumes are there. */
const mounted = /^(Pulling|Pulled|Created|Started)$/;

/** A pod's own status says only `ContainerCreating` while a volume can't be mounted. */
function ofVolumes(pod: V1Pod, events: readonly CoreV1Event[]): string | undefined {
  const states = containersOf(pod).map(({ state }) => state?.waiting?.reason ?? "");
  if (!states.some((reason) => /^(ContainerCreating|PodInitializing)$/.test(reason))) return undefined;
  const after = Math.max(0, ...events.filter(({ reason = "" }) => mounted.test(reason)).map(timeOf));
  const failed = events.find(
    (event) => event.reason === "FailedMount" && missing.test(event.message ?? "") && timeOf(event) > after,
  );
  return failed && `FailedMount: ${failed.message ?? ""}`;
}

/** Of a ReplicaSet's words about pods that the API server refuses (rules, admission, a field), and not by an error of its own. */
const refusal = /\bis forbidden: |\bdenied (the )?request\b|\bis invalid: /;

/** A quota has room again once other pods have ended. */
const fullQuota = "exceeded quota";

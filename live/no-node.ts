import type { CoreV1Event, V1Node, V1Pod, V1Taint } from "@kubernetes/client-node";
import { quantity } from "../estimate/quantity";

/** Words of the kubelet and of the scheduler about an object that a pod's volumes need. */
export const missing =
  /\b(secret|configmap|persistentvolumeclaim) "[^"]*" not found|references non-existent/i;

/** Milliseconds since 1970 at which an event was seen last. */
export const timeOf = ({ lastTimestamp, eventTime, metadata }: CoreV1Event) =>
  (lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? new Date(0)).getTime();

/** EKS's words for pods that no Fargate profile will ever take, as it is (eks/latest/userguide/fargate-pod-configuration.html). */
const noFargate = /not supported on Fargate|Misconfigured Fargate Profile|account is currently blocked/i;

/** A pod that gets no node, and on none that there is would fit; one that an autoscaler promised is still waited for. */
export function noNode(
  pod: V1Pod,
  events: readonly CoreV1Event[],
  nodes: readonly V1Node[] | undefined,
): string | undefined {
  const { status, message = "" } = pod.status?.conditions?.find(({ type }) => type === "PodScheduled") ?? {};
  if (status !== "False") return undefined;
  const words = `it gets no node: ${message}`;
  if (missing.test(message)) return words;
  const onFargate = events.find(({ message: said = "" }) => noFargate.test(said));
  if (onFargate) return `it gets no node: ${onFargate.message ?? ""}`;
  if (pod.spec?.schedulerName === "fargate-scheduler" || growsFor(events, nodes)) return undefined;
  const none =
    nodes === undefined
      ? excludesAll(message)
      : nodes.length > 0 && !nodes.some((node) => couldTake(node, pod));
  return none || excludesAll(message) ? words : undefined;
}

/** Whether nodes are made for pods that need one: by Karpenter, EKS Auto Mode or the Cluster Autoscaler's own word. */
function growsFor(events: readonly CoreV1Event[], nodes: readonly V1Node[] = []): boolean {
  const newest = events
    .filter(({ reason = "" }) => /^(TriggeredScaleUp|NotTriggerScaleUp|Nominated)$/.test(reason))
    .sort((a, b) => timeOf(b) - timeOf(a))[0];
  if (newest !== undefined) return newest.reason !== "NotTriggerScaleUp";
  return nodes.some(({ metadata }) => metadata?.labels?.["karpenter.sh/nodepool"] !== undefined);
}

/** Taints that Kubernetes itself sets while a node starts, is ill or is drained. */
const passing = /^node\.(kubernetes\.io|cloudprovider\.kubernetes\.io)\//;

/** The scheduler's count: `0/3 nodes are available: 2 node(s) had untolerated taint {…}, 1 Insufficient cpu. …`. */
function excludesAll(message: string): boolean {
  const [, all, reasons = ""] = /^0\/(\d+) nodes are available: (.*?)(?:preemption:|$)/s.exec(message) ?? [];
  const counts = [
    ...reasons.matchAll(
      /(\d+) node\(s\) (?:had untolerated taint \{([^}]*)\}|didn't match Pod's node affinity)/g,
    ),
  ].map(([, count, taint]) => (taint !== undefined && passing.test(taint) ? 0 : Number(count)));
  return Number(all) > 0 && counts.reduce((sum, count) => sum + count, 0) >= Number(all);
}

/** Whether a node could take a pod if it had no other ones. */
function couldTake({ spec, status }: V1Node, pod: V1Pod): boolean {
  if ((spec?.taints ?? []).some((taint) => keepsOff(taint, pod))) return false;
  return ["cpu", "memory"].every((resource) => {
    const all = quantity(status?.allocatable?.[resource]);
    const requests = (pod.spec?.containers ?? []).map(
      ({ resources }) => quantity(resources?.requests?.[resource]) ?? 0,
    );
    return all === undefined || requests.reduce((sum, one) => sum + one, 0) <= all;
  });
}

function keepsOff({ key, value, effect }: V1Taint, { spec }: V1Pod): boolean {
  if (effect === "PreferNoSchedule" || passing.test(key)) return false;
  return !(spec?.tolerations ?? []).some(
    (one) =>
      (one.key === undefined || one.key === key) &&
      (one.effect === undefined || one.effect === effect) &&
      (one.operator === "Exists" || (one.value ?? "") === (value ?? "")),
  );
}

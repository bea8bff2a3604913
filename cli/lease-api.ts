import type { CoordinationV1Api, V1Lease } from "@kubernetes/client-node";
import { kubernetesClient } from "../live/kubernetes-client";
import { saidOf, seconds } from "./lease-record";
import type { Self } from "./owner";

const name = "turnout";

export async function find(api: CoordinationV1Api, namespace: string): Promise<V1Lease | undefined> {
  try {
    return await api.readNamespacedLease({ name, namespace });
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return undefined;
    throw error;
  }
}

/**
 * Makes the lease or takes the one that is there. Its version goes along: of two commands that write at once, one
 * wins and the other's request fails.
 */
export async function write(
  api: CoordinationV1Api,
  namespace: string,
  there: V1Lease | undefined,
  self: Self,
  since: Date,
): Promise<V1Lease> {
  const { V1MicroTime } = await kubernetesClient();
  const { annotations, holder } = saidOf(self);
  const version = there?.metadata?.resourceVersion;
  const body: V1Lease = {
    metadata: { name, annotations, ...(version !== undefined && { resourceVersion: version }) },
    spec: {
      holderIdentity: holder,
      acquireTime: new V1MicroTime(since),
      renewTime: new V1MicroTime(),
      leaseDurationSeconds: seconds,
    },
  };
  return there === undefined
    ? api.createNamespacedLease({ namespace, body })
    : api.replaceNamespacedLease({ name, namespace, body });
}

/** Removes the lease as it was read or written; fails where it was changed since. */
export async function remove(
  api: CoordinationV1Api,
  namespace: string,
  { metadata }: V1Lease,
): Promise<void> {
  const version = metadata?.resourceVersion;
  if (version === undefined) return; // without one the request would remove whatever is there
  await api.deleteNamespacedLease({
    name,
    namespace,
    body: { preconditions: { resourceVersion: version } },
  });
}

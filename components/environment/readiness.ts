/**
 * What tells the Kubernetes provider when a color's Deployment is done: all its pods are of the wanted template
 * and available, as the Deployment's controller itself counts them, having seen this change.
 *
 * The provider's own wait can't be used: it compares the ReplicaSet's `spec.replicas` with its ready pods, and a
 * color that goes from 0 pods to some passes as ready at 0 of 0 while its ReplicaSet still lags behind. Seen with
 * 4.33 on a real cluster, in 1 of 5 failing releases: the traffic moved to a color without a pod (docs/adr/0004).
 */
export function awaitAnnotations(replicas: number, awaitReady: boolean): Record<string, string> {
  if (!awaitReady) return { "pulumi.com/skipAwait": "true" };
  return waitFor(countsOf(replicas));
}

/** The same for a color whose size is an autoscaler's: how many pods it will want by then, nobody can say. */
export function awaitAutoscaled(awaitReady: boolean): Record<string, string> {
  if (!awaitReady) return { "pulumi.com/skipAwait": "true" };
  // No pod may be missing (`maxUnavailable: 0`) where it is true.
  return waitFor(["jsonpath={.status.observedGeneration}", "condition=Available"]);
}

const waitFor = (conditions: readonly string[]) => ({ "pulumi.com/waitFor": JSON.stringify(conditions) });

function countsOf(replicas: number): string[] {
  // A count of 0 is left out of a status; each of these also demands that the controller saw the newest generation.
  const counts =
    replicas === 0
      ? ["{.status.observedGeneration}"]
      : ["replicas", "updatedReplicas", "availableReplicas"].map((count) => `{.status.${count}}=${replicas}`);
  return counts.map((count) => `jsonpath=${count}`);
}

import { withoutStack } from "./without-stack";

export interface ClusterClaim {
  readonly stack: string;
  /** Identity that the last checkpoint recorded. */
  readonly recorded?: string | undefined;
  /** Identity behind the kubeconfig's context now. */
  readonly current?: string | undefined;
  /** Identity that the settings insist on. */
  readonly pinned?: string | undefined;
  readonly context?: string | undefined;
}

/**
 * Decides which cluster a stack belongs to.
 *
 * @throws Error in one sentence where the kubeconfig leads to another cluster than the one the stack was made in:
 * going on would look for every object in the wrong place.
 */
export function belongingCluster({ stack, recorded, current, pinned, context }: ClusterClaim): string {
  const expected = pinned ?? recorded;
  if (expected !== undefined && current !== undefined && expected !== current) {
    throw withoutStack(
      new Error(
        `Stack ${stack} belongs to cluster ${expected}, but ${context === undefined ? "the kubeconfig's current context" : `context ${context}`} ` +
          `leads to cluster ${current}; nothing was changed. Switch back with \`kubectl config use-context\`, or, if it is the same cluster ` +
          `with a new address or certificate, run \`pulumi config set turnout:cluster ${current}\`.`,
      ),
    );
  }
  // No kubeconfig: a diff needs none, and an update will say that it can't reach a cluster.
  return expected ?? current ?? "unknown";
}

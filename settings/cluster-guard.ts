import { withoutStack } from "../problems/problem";

export interface ClusterClaim {
  readonly stack: string;
  /** Identity that the last checkpoint recorded. */
  readonly recorded?: string | undefined;
  /** Identity of the cluster that the kubeconfig's context, or the settings, lead to now. */
  readonly current?: string | undefined;
  /** Identity that the settings insist on. */
  readonly pinned?: string | undefined;
  readonly context?: string | undefined;
  /** The stack that made the cluster, where it wasn't found by a kubeconfig. */
  readonly platform?: string | undefined;
}

/**
 * Decides which cluster a stack belongs to.
 *
 * @throws Error in one sentence where the way leads to another cluster than the one the stack was made in: going on
 * would look for every object in the wrong place.
 */
export function belongingCluster(claim: ClusterClaim): string {
  const { stack, recorded, current, pinned } = claim;
  const expected = pinned ?? recorded;
  if (expected !== undefined && current !== undefined && expected !== current) {
    const [leads, fix] =
      claim.platform === undefined ? byKubeconfig(claim, current) : bySettings(claim.platform);
    throw withoutStack(
      new Error(
        `Stack ${stack} belongs to cluster ${expected}, but ${leads} to cluster ${current}; nothing was changed. ${fix}`,
      ),
    );
  }
  // No kubeconfig: a diff needs none, and an update will say that it can't reach a cluster.
  return expected ?? current ?? "unknown";
}

const byKubeconfig = ({ context }: ClusterClaim, current: string) =>
  [
    `${context === undefined ? "the kubeconfig's current context" : `context ${context}`} leads`,
    "Switch back with `kubectl config use-context`, or, if it is the same cluster " +
      `with a new address or certificate, run \`pulumi config set turnout:cluster ${current}\`.`,
  ] as const;

const bySettings = (platform: string) =>
  [
    `turnout:platform (${platform}) and turnout:aws lead`,
    "Set them back, or destroy the stack before you move it.",
  ] as const;

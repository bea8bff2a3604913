import { Provider } from "@pulumi/kubernetes/provider";

export interface ClusterAccess {
  /** Context of the kubeconfig; unset means its current one. */
  readonly context?: string | undefined;
  /** Which cluster this is, the same for as long as it is the same cluster. */
  readonly identity: string;
}

/** The one way to the cluster: every Kubernetes object is made through it, none through a default provider. */
export function kubernetesProvider({ context, identity }: ClusterAccess): Provider {
  return new Provider("cluster", {
    ...(context !== undefined && { context }),
    // Without it, a kubeconfig that can't be read in a preview shows every object as replaced (pulumi-kubernetes#2745).
    clusterIdentifier: identity,
    // An update that died after a create finds the object there: the next one takes it over instead of failing.
    upsertExistingObjects: true,
  });
}

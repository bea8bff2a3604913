import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";

export interface ClusterAccess {
  /** Context of the kubeconfig; unset means its current one. */
  readonly context?: string | undefined;
  /** The kubeconfig itself, in JSON; unset means the one of whoever runs the program. */
  readonly kubeconfig?: pulumi.Input<string> | undefined;
  /** Which cluster this is, the same for as long as it is the same cluster. */
  readonly identity: string;
  /** ConfigMaps change in place: what reads one by its name would for a moment find none. */
  readonly mutableConfigMaps?: boolean | undefined;
}

/** The one way to the cluster: every Kubernetes object is made through it, none through a default provider. */
export function kubernetesProvider(
  { context, kubeconfig, identity, mutableConfigMaps }: ClusterAccess,
  options: pulumi.ResourceOptions = {},
): Provider {
  return new Provider(
    "cluster",
    {
      ...(context !== undefined && { context }),
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(mutableConfigMaps && { enableConfigMapMutable: true }),
      // Else a kubeconfig unknown in a preview shows every object as replaced (docs/facts.md#kubernetes-provider).
      clusterIdentifier: identity,
      // An update that died after a create finds the object there: the next one takes it over instead of failing.
      upsertExistingObjects: true,
    },
    options,
  );
}

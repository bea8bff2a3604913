import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterAccess } from "../program/access";

/** The only Kubernetes provider: every object is made through it, none through a default provider. */
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

/**
 * Annotations of a namespace that may be changed where its mark is another's: one that an engine made which was killed
 * before it recorded that, or one that is taken over on purpose. Whose it is was checked before (naming/owner.ts).
 */
export const taken = { "pulumi.com/patchForce": "true" };

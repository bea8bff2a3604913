import * as pulumi from "@pulumi/pulumi";
import type { ClusterAccess } from "../components/kubernetes-provider";
import { belongingCluster } from "./cluster-guard";
import { clusterIdentity, readKubeconfigs } from "./kubeconfig";
import type { Settings } from "./settings";

/**
 * The way to the cluster that this stack belongs to.
 *
 * @param recorded identity of the cluster that the last checkpoint holds.
 * @throws Error where the kubeconfig leads to another one.
 */
export function clusterAccess(
  { context, cluster: pinned }: Settings,
  recorded: string | undefined,
): ClusterAccess {
  const current = clusterIdentity(readKubeconfigs(process.env), context);
  return {
    context,
    identity: belongingCluster({ stack: pulumi.getStack(), recorded, current, pinned, context }),
  };
}

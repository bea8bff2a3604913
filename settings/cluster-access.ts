import * as pulumi from "@pulumi/pulumi";
import type { ClusterAccess } from "../components/kubernetes-provider";
import { clusterArn } from "../naming/aws";
import type { AwsSettings } from "./aws";
import { belongingCluster } from "./cluster-guard";
import { clusterIdentity, readKubeconfigs } from "./kubeconfig";

interface Choice {
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
}

/**
 * The way to the cluster that this stack belongs to, by the kubeconfig of whoever runs the program.
 *
 * @param recorded identity of the cluster that the last checkpoint holds.
 * @throws Error where the kubeconfig leads to another one.
 */
export function clusterAccess(
  { context, cluster: pinned }: Choice,
  recorded: string | undefined,
): ClusterAccess & { readonly kubeconfig?: undefined } {
  const current = clusterIdentity(readKubeconfigs(process.env), context);
  return {
    context,
    identity: belongingCluster({ stack: pulumi.getStack(), recorded, current, pinned, context }),
  };
}

/** The identity of the cluster on AWS that this stack belongs to: its ARN, known before it exists. @throws as above. */
export function eksIdentity(aws: AwsSettings, platform: string, recorded: string | undefined): string {
  return belongingCluster({ stack: pulumi.getStack(), recorded, current: clusterArn(aws), platform });
}

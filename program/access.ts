import * as pulumi from "@pulumi/pulumi";
import { type Account, clusterArn } from "../naming/aws";
import { withoutStack } from "../problems/problem";
import type { AwsSettings } from "../settings/aws";
import {
  clusterIdentity,
  currentContext,
  expectedCluster,
  type ExpectedCluster,
  readKubeconfigs,
} from "./kubeconfig";

export interface ClusterAccess {
  /** Context of the kubeconfig; unset means its current one. */
  readonly context?: string | undefined;
  /** The kubeconfig itself, in JSON; unset means the one of whoever runs the program. */
  readonly kubeconfig?: pulumi.Input<string> | undefined;
  /** Identity of the cluster; constant for as long as it is the same cluster. */
  readonly identity: string;
  /** ConfigMaps change in place: a reader by name would for a moment find none. */
  readonly mutableConfigMaps?: boolean | undefined;
}

interface Choice {
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
}

/**
 * Access to the cluster that this stack belongs to, by the kubeconfig of whoever runs the program.
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

/** The context that a stack's settings name, else the kubeconfig's current one; undefined where there is none. */
export const usedContext = (named: string | undefined): string | undefined =>
  named ?? currentContext(readKubeconfigs(process.env));

/** The identity of the cluster on AWS that this stack belongs to: its ARN, known before it exists. @throws as above. */
export function eksIdentity(aws: AwsSettings, platform: string, recorded: string | undefined): string {
  return belongingCluster({ stack: pulumi.getStack(), recorded, current: clusterArn(aws), platform });
}

interface ClusterClaim extends ExpectedCluster {
  readonly stack: string;
  /** Identity of the cluster that the kubeconfig's context, or the settings, lead to now. */
  readonly current?: string | undefined;
  readonly context?: string | undefined;
  /** The stack that made the cluster, where it wasn't found by a kubeconfig. */
  readonly platform?: string | undefined;
}

/**
 * Decides which cluster a stack belongs to.
 *
 * @throws Error in one sentence where this is another cluster than the one the stack was made in: an update would look
 * for every object in the wrong place.
 */
export function belongingCluster(claim: ClusterClaim): string {
  const { stack, current } = claim;
  const expected = expectedCluster(claim);
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

/**
 * Refuses another account or region than the one a stack was made in: its resources would be looked for where they
 * aren't, found missing, and created again.
 *
 * @throws Error in one sentence.
 */
export function checkAccount(stack: string, recorded: Partial<Account>, current: Account): void {
  for (const what of ["account", "region"] as const) {
    const was = recorded[what];
    if (was === undefined || was === current[what]) continue;
    throw withoutStack(
      new Error(
        `Stack ${stack} belongs to ${what} ${was}, but turnout:aws.${what} is ${current[what]}; nothing was changed. ` +
          "Set it back, or destroy the stack before you move it.",
      ),
    );
  }
}

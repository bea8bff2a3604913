import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { clusterLogGroup } from "./log-group";

export interface ClusterLogsArgs {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly retentionDays: number;
}

/**
 * Where the control plane writes who did what. The cluster must depend on it: EKS makes a group that isn't there by
 * itself, one that keeps everything, and makes it again where it goes before the cluster does.
 */
export class ClusterLogs extends pulumi.ComponentResource {
  readonly group: LogGroup;

  constructor(
    name: string,
    { cluster, retentionDays }: ClusterLogsArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:ClusterLogs", name, {}, options);
    this.group = new LogGroup(
      "cluster",
      { name: clusterLogGroup(cluster), retentionInDays: retentionDays },
      // It is the audit log.
      { parent: this, protect: true },
    );
    this.registerOutputs();
  }
}

import { LogGroup } from "@pulumi/aws/cloudwatch";
import { RolePolicy, type Role } from "@pulumi/aws/iam";
import { ConfigMap, Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../naming/aws";
import { LOGGING_NAMESPACE } from "../../naming/reserved";
import { logGroupArn, podLogGroup } from "./log-group";
import { logRouter } from "./log-router";
import { platformLabels } from "./platform-labels";

export interface LoggingArgs extends Account {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly retentionDays: number;
  /** What Fargate itself acts as, for all pods that write into the group. */
  readonly podExecutionRole: Role;
}

/**
 * The logs of all pods in one CloudWatch group, by the router that Fargate runs beside each pod. It has to be there
 * before any pod that is to be logged: what started without it stays without it (docs/facts.md#fargate-logs).
 */
export class Logging extends pulumi.ComponentResource {
  /** What a pod must wait for to be logged from its first line. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: LoggingArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:Logging", name, {}, options);
    const { account, region, cluster, retentionDays, podExecutionRole } = args;
    const logGroup = podLogGroup(cluster);

    const group = new LogGroup(
      "pods",
      { name: logGroup, retentionInDays: retentionDays },
      { parent: this, protect: true },
    );
    const policy = new RolePolicy(
      "pod-logs",
      {
        name: "pod-logs",
        role: podExecutionRole.id,
        policy: mayWriteTo(logGroupArn({ account, region }, logGroup)),
      },
      { parent: this },
    );
    const home = new Namespace(
      "aws-observability",
      // Fargate looks into it for this label only.
      {
        metadata: {
          name: LOGGING_NAMESPACE,
          labels: { ...platformLabels, "aws-observability": "enabled" },
        },
      },
      { parent: this },
    );
    const router = new ConfigMap(
      "aws-logging",
      {
        metadata: { name: "aws-logging", namespace: LOGGING_NAMESPACE, labels: platformLabels },
        data: logRouter({ region, logGroup }),
      },
      { parent: this, dependsOn: [home, group] },
    );
    this.ready = [router, policy];
    this.registerOutputs();
  }
}

/** Not `logs:CreateLogGroup`, which AWS's sample has: a group that comes back by itself is kept for ever. */
function mayWriteTo(groupArn: string) {
  return {
    Version: "2012-10-17" as const,
    Statement: [
      {
        Sid: "WritePodLogs",
        Effect: "Allow" as const,
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        // The group, and the streams in it.
        Resource: [groupArn, `${groupArn}:*`],
      },
    ],
  };
}

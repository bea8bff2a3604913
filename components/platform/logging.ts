import { LogGroup } from "@pulumi/aws/cloudwatch";
import { type Role, RolePolicy } from "@pulumi/aws/iam";
import { ConfigMap, Namespace } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Account, clusterLogGroup, logGroupArn, podLogGroup } from "../../naming/aws";
import { platformLabels } from "../../naming/names";
import { LOGGING_NAMESPACE } from "../../naming/reserved";

interface LoggingArgs extends Account {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly retentionDays: number;
  /** Role that Fargate itself assumes for all pods that write into the group. */
  readonly podExecutionRole: Role;
}

/**
 * The logs of all pods in one CloudWatch group, by the router that Fargate runs beside each pod. It has to exist before
 * any pod that is to be logged: a pod that started without it is never logged (docs/facts.md#fargate-logs).
 */
export class Logging extends pulumi.ComponentResource {
  /** Resources that a pod must wait for to be logged from its first line. */
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

/** Not `logs:CreateLogGroup`, which AWS's sample has: a group that comes back by itself never expires. */
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

interface LogRouterArgs {
  readonly region: string;
  /** Group for the logs of all pods; it must exist, because the router may not create it. */
  readonly logGroup: string;
}

/**
 * Configuration of Fargate's log router: data of the ConfigMap `aws-logging`. It is refused as a whole, and nothing is
 * logged, where it is longer than 5,300 characters, has an environment variable in it, or any section but these
 * (docs/facts.md#fargate-logs). Filter and parser are AWS's own, of the same page.
 */
export function logRouter({ region, logGroup }: LogRouterArgs): Record<string, string> {
  return {
    // The router's own log would go to a group that is not managed here and never expires.
    flb_log_cw: "false",
    "filters.conf": text(
      section("FILTER", { Name: "parser", Match: "*", Key_name: "log", Parser: "crio" }),
      section("FILTER", {
        Name: "kubernetes",
        Match: "kube.*",
        Merge_Log: "On",
        Keep_Log: "Off",
        Buffer_Size: "0",
        Kube_Meta_Cache_TTL: "300s",
      }),
    ),
    "output.conf": text(
      section("OUTPUT", {
        Name: "cloudwatch_logs",
        Match: "kube.*",
        region,
        log_group_name: logGroup,
        // A stream is a container's: the prefix, then kube.var.log.containers.POD_NAMESPACE_CONTAINER-ID.log.
        log_stream_prefix: "pods-",
        auto_create_group: "false",
      }),
    ),
    "parsers.conf": text(
      section("PARSER", {
        Name: "crio",
        Format: "Regex",
        Regex: "^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$",
        Time_Key: "time",
        Time_Format: "%Y-%m-%dT%H:%M:%S.%L%z",
      }),
    ),
  };
}

/** Keys must be indented below their section, all by the same width. */
function section(name: string, keys: Readonly<Record<string, string>>): string {
  return [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `    ${key} ${value}`)].join("\n");
}

const text = (...sections: readonly string[]) => `${sections.join("\n")}\n`;

interface ClusterLogsArgs {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly retentionDays: number;
}

/**
 * Log group of the control plane, with the audit log. The cluster must depend on it: EKS makes a missing group by
 * itself, without expiry, and makes it again where it is deleted before the cluster.
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

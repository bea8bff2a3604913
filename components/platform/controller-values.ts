import type * as pulumi from "@pulumi/pulumi";

export interface ControllerValuesArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly serviceAccount: string;
  readonly roleArn: pulumi.Input<string>;
  /** Of all it makes in AWS. */
  readonly tags: Readonly<Record<string, string>>;
}

/** With what Fargate adds, exactly its smallest size: 0.25 vCPU and 0.5 GB (docs/facts.md#fargate-sizes). */
const size = { cpu: "250m", memory: "256Mi" };

/** Values of the chart of the AWS Load Balancer Controller on Fargate (docs/facts.md#controller-on-fargate). */
export function controllerValues(args: ControllerValuesArgs) {
  return {
    clusterName: args.clusterName,
    // Elsewhere it asks the node's metadata for both; on Fargate there is none.
    region: args.region,
    vpcId: args.vpcId,
    serviceAccount: {
      create: true,
      name: args.serviceAccount,
      annotations: { "eks.amazonaws.com/role-arn": args.roleArn },
    },
    // `instance`, the default, leads to ports of nodes.
    defaultTargetType: "ip",
    // Else no Service can be created in the whole cluster while the controller starts, on Fargate for a minute.
    enableServiceMutatorWebhook: false,
    // Else every upgrade makes a new authority, and its webhooks fail until the pods have it.
    keepTLSSecret: true,
    // Traffic comes in by routes; an Ingress would open a load balancer of its own.
    createIngressClassResource: false,
    // One works, the other stands by.
    replicaCount: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
    resources: { requests: size, limits: size },
    defaultTags: args.tags,
    // The chart's own, and what the Pod Security Standard `restricted` asks for beyond.
    podSecurityContext: { fsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
  };
}

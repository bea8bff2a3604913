import { Policy, type PolicyDocument, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3";
import * as pulumi from "@pulumi/pulumi";
import { platformLabels } from "../../naming/names";
import { PLATFORM_NAMESPACE } from "../../naming/reserved";
import type { GatewayApi } from "./add-ons";
import type { Cluster, Oidc } from "./cluster";
import { controllerPolicy } from "./controller-policy";

interface LoadBalancerControllerArgs {
  readonly cluster: Pick<Cluster, "name" | "oidc" | "ready">;
  readonly gatewayApi: GatewayApi;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** Tags of everything that the controller makes in AWS. */
  readonly tags: Readonly<Record<string, string>>;
}

const chart = "aws-load-balancer-controller";
/** Version of the chart and of the controller; `controllerPolicy` and `gatewayApiVersion` belong to it. */
const controllerVersion = "3.5.0";

/**
 * The controller that makes load balancers of Gateways, and deletes them: a Gateway, a GatewayClass or a target group
 * that is deleted waits for it (docs/facts.md#finalizers). So all that it needs outlives it, and all that needs it
 * depends on it.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** The controller runs while this exists: everything that it makes in AWS must be deleted first. */
  readonly release: Release;

  constructor(name: string, args: LoadBalancerControllerArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:LoadBalancerController", name, {}, options);
    const { cluster, gatewayApi, region, vpcId, tags } = args;

    const account = { namespace: PLATFORM_NAMESPACE, serviceAccount: chart };
    const role = new IrsaRole(
      chart,
      { ...account, oidc: cluster.oidc, policy: controllerPolicy },
      { parent: this },
    );
    const home = new Namespace(
      PLATFORM_NAMESPACE,
      { metadata: { name: PLATFORM_NAMESPACE, labels: { ...platformLabels, ...podSecurity } } },
      { parent: this, dependsOn: [...cluster.ready] },
    );
    this.release = new Release(
      chart,
      {
        // A Release, not a Chart: that one renders without the cluster and makes new certificates every time.
        name: chart,
        chart,
        version: controllerVersion,
        repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
        namespace: PLATFORM_NAMESPACE,
        values: controllerValues({
          clusterName: cluster.name,
          region,
          vpcId,
          serviceAccount: chart,
          roleArn: role.arn,
          tags,
        }),
        // A failed install or upgrade is rolled back, so that the next one starts from a working release.
        atomic: true,
        cleanupOnFail: true,
        // In seconds: a pod on Fargate takes up to 90 to start, an upgrade starts two one after the other.
        timeout: 600,
      },
      {
        parent: this,
        // It reads which kinds there are when it starts, and leaves out the controllers of those that are missing.
        dependsOn: [home, gatewayApi, ...role.ready, ...cluster.ready],
        customTimeouts: { create: "15m", update: "15m", delete: "15m" },
      },
    );
    this.registerOutputs();
  }
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const podSecurity = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/enforce-version": "latest",
};

interface ControllerValuesArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  readonly serviceAccount: string;
  readonly roleArn: pulumi.Input<string>;
  /** Tags of everything that the controller makes in AWS. */
  readonly tags: Readonly<Record<string, string>>;
}

/** With Fargate's own share, exactly its smallest size: 0.25 vCPU and 0.5 GB (docs/facts.md#fargate-sizes). */
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
    // One is the leader, the other stands by.
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

interface IrsaRoleArgs extends ServiceAccount {
  readonly oidc: Oidc;
  /** At most 6,144 characters without white space. */
  readonly policy: PolicyDocument;
}

interface ServiceAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A role for the pods of one service account; Pod Identity doesn't work on Fargate (docs/facts.md#fargate-limits). */
class IrsaRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Resources that the pods need for as long as they have something to do in AWS. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: IrsaRoleArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:IrsaRole", name, {}, options);
    const { oidc, policy } = args;
    const trust = pulumi.all([oidc.arn, oidc.issuer]).apply(([arn, issuer]) => irsaTrust(arn, issuer, args));
    const role = new Role(name, { assumeRolePolicy: trust }, { parent: this });
    const rights = new Policy(name, { policy }, { parent: this });
    const attachment = new RolePolicyAttachment(
      name,
      { role: role.name, policyArn: rights.arn },
      { parent: this },
    );
    this.arn = role.arn;
    this.ready = [role, rights, attachment];
    this.registerOutputs();
  }
}

/** @param issuer without https://. */
export function irsaTrust(arn: string, issuer: string, account: ServiceAccount): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: arn },
        // Without :sub any pod of the cluster could take the role.
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: `system:serviceaccount:${account.namespace}:${account.serviceAccount}`,
            [`${issuer}:aud`]: "sts.amazonaws.com",
          },
        },
      },
    ],
  };
}

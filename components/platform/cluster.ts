// The whole index and not one class: it tells Pulumi how to read the cluster that the component answers with.
import type { Cluster as EksResource } from "@pulumi/aws/eks";
import "@pulumi/aws/eks";
import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import { Cluster as EksCluster } from "@pulumi/eks/cluster";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../naming/aws";
import { PLATFORM_NAMESPACE } from "../../naming/reserved";
import { eksArgs } from "./eks-args";
import { FargateProfile } from "./fargate-profile";
import type { Network } from "./network";
import { peopleAccess, type AccessEntry, type People } from "./people-access";
import { PodExecutionRole } from "./pod-execution-role";
import { SecretsKey } from "./secrets-key";

export interface ClusterArgs extends Account, People {
  /** Of the cluster in AWS. */
  readonly cluster: string;
  /** Of Kubernetes. */
  readonly version: string;
  readonly apiAccess: readonly string[];
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "routes">;
  /** Further ones, for CI: by a word of their own. */
  readonly accessEntries?: Readonly<Record<string, AccessEntry>>;
  /** Pattern that matches the namespaces of all environments and nothing else. */
  readonly environments: string;
}

/** What a pod's service account proves itself with to IAM. */
export interface Oidc {
  /** Of the identity provider in IAM. */
  readonly arn: pulumi.Output<string>;
  /** Without https://. */
  readonly issuer: pulumi.Output<string>;
}

/** One EKS cluster without a node: every pod runs on Fargate. */
export class Cluster extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  /** In JSON; holds no secret, only how to ask AWS for a token. */
  readonly kubeconfig: pulumi.Output<string>;
  /** The group that EKS made: worn by the API server, and by every pod without a SecurityGroupPolicy. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly oidc: Oidc;
  readonly podExecutionRole: PodExecutionRole["role"];
  /** All that a pod of the platform or of an environment needs to start, to resolve names and to reach AWS. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: ClusterArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:Cluster", name, {}, options);
    const { cluster, network, environments } = args;
    const owned = { parent: this };

    const secretsKey = new SecretsKey("secrets", { cluster }, owned);
    const executor = new PodExecutionRole("pod-execution", args, owned);
    const podExecutionRoleArn = executor.role.arn;
    const aws = this.getProvider("aws:eks/cluster:Cluster");
    const eks = new EksCluster(
      name,
      eksArgs({
        ...args,
        vpcId: network.vpcId,
        privateSubnetIds: network.privateSubnetIds,
        accessEntries: { ...peopleAccess(args), ...args.accessEntries },
        podExecutionRoleArn,
        secretsKeyArn: secretsKey.arn,
      }),
      {
        parent: this,
        // Not inherited by a remote component: its plugin would make its children with an older provider of its own.
        ...(aws && { providers: { aws } }),
        // The component looks up the subnets' routes when it starts; its CoreDNS reaches AWS by them until it ends.
        dependsOn: [...network.routes, ...executor.ready],
        // Not protected: its children would be as well, and nobody could be taken off the access entries again. EKS's own
        // deletion protection keeps the cluster.
      },
    );
    // Offline the component answers with less than EKS does.
    const made = eks.eksCluster as pulumi.Output<EksResource | undefined>;
    const issuer = made
      .apply((one) => pulumi.output(one?.identities))
      .apply((found) => found?.[0]?.oidcs?.[0]?.issuer ?? "");
    const identities = new OpenIdConnectProvider(
      name,
      // No thumbprints: IAM trusts the issuer's authority, and finding them takes a call to it.
      { url: issuer, clientIdLists: ["sts.amazonaws.com"] },
      owned,
    );

    this.name = made.apply((one) => pulumi.output(one?.name ?? cluster));
    const profile = { clusterName: this.name, podExecutionRoleArn, subnetIds: network.privateSubnetIds };
    const platform = new FargateProfile(
      "platform",
      { ...profile, namespaces: [PLATFORM_NAMESPACE] },
      { parent: this, dependsOn: eks },
    );
    const environmentProfile = new FargateProfile(
      "environments",
      { ...profile, namespaces: [environments] },
      { parent: this, dependsOn: [eks, platform] },
    );

    this.kubeconfig = eks.kubeconfigJson;
    this.securityGroupId = made
      .apply((one) => pulumi.output(one?.vpcConfig))
      .apply((config) => config?.clusterSecurityGroupId ?? "");
    this.oidc = { arn: identities.arn, issuer: issuer.apply((url) => url.replace("https://", "")) };
    this.podExecutionRole = executor.role;
    this.ready = [eks, platform, environmentProfile, identities, ...executor.ready, ...network.routes];
    this.registerOutputs();
  }
}

import "@pulumi/aws/eks";
import type { Cluster as EksResource } from "@pulumi/aws/eks";
import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import { Alias, Key } from "@pulumi/aws/kms";
import type { ClusterArgs as EksArgs } from "@pulumi/eks";
import { Cluster as EksCluster } from "@pulumi/eks/cluster";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../naming/aws";
import { PLATFORM_NAMESPACE } from "../../naming/reserved";
import { type AccessEntry, type People, peopleAccess } from "./access-entries";
import { FargateProfile, PodExecutionRole } from "./fargate";
import type { Network } from "./network";

// The whole index and not one class: with it Pulumi can read the cluster that the component returns.

interface ClusterArgs extends Account, People {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** Kubernetes version. */
  readonly version: string;
  /** Of EKS's add-on. */
  readonly corednsVersion: string;
  readonly apiAccess: readonly string[];
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "routes">;
  /** Further ones, for CI, by name. */
  readonly accessEntries?: Readonly<Record<string, AccessEntry>>;
  /** Pattern that matches the namespaces of all environments and nothing else. */
  readonly environments: string;
}

/** OIDC provider by which a pod's service account proves its identity to IAM. */
export interface Oidc {
  /** ARN of the identity provider in IAM. */
  readonly arn: pulumi.Output<string>;
  /** URL of the issuer, without https://. */
  readonly issuer: pulumi.Output<string>;
}

/** One EKS cluster without a node: every pod runs on Fargate. */
export class Cluster extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  /** In JSON; holds no secret, only how to ask AWS for a token. */
  readonly kubeconfig: pulumi.Output<string>;
  /** The group that EKS made: the API server has it, and every pod without a SecurityGroupPolicy. */
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
        // Not protected: its children would be as well, and no access entry could be deleted again. EKS's own deletion
        // protection keeps the cluster.
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

interface EksClusterArgs {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  /** Kubernetes version. */
  readonly version: string;
  readonly corednsVersion: string;
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** Ranges of addresses that may reach the API server over the internet. */
  readonly apiAccess: readonly string[];
  readonly accessEntries: Readonly<Record<string, AccessEntry>>;
  readonly podExecutionRoleArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
}

/**
 * Arguments of a @pulumi/eks cluster that runs on Fargate only. Nearly every line turns off a default that would make
 * something for nodes, of which there are none, or that breaks later (docs/facts.md#cluster-component).
 */
function eksArgs(args: EksClusterArgs): EksArgs {
  const privateSubnetIds = [...args.privateSubnetIds];
  return {
    name: args.cluster,
    version: args.version,
    // EXTENDED, the default, costs six times as much from the day a version's standard support ends.
    upgradePolicy: { supportType: "STANDARD" },

    vpcId: args.vpcId,
    privateSubnetIds,
    // Explicitly true, or the component doesn't wait until the API server answers.
    endpointPublicAccess: true,
    publicAccessCidrs: [...args.apiAccess],
    // Kubelets then reach it inside the VPC, whatever `publicAccessCidrs` says.
    endpointPrivateAccess: true,

    // Any other mode keeps rights in a ConfigMap, and a later change removes Fargate's own entry from it.
    authenticationMode: AuthenticationMode.Api,
    accessEntries: { ...args.accessEntries },

    skipDefaultNodeGroup: true,
    createInstanceRole: false,
    // Pods on Fargate have EKS's own group; nothing would use the component's.
    skipDefaultSecurityGroups: true,
    // Both add-ons are DaemonSets; unset, the first is made although its documentation says otherwise.
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    // Else EKS starts a CoreDNS at once that waits for a node until its deadline, and the add-on is DEGRADED.
    bootstrapSelfManagedAddons: false,
    // Private subnets by name, or the component looks for them by routes that may not be there yet.
    fargate: {
      selectors: [{ namespace: "kube-system" }],
      subnetIds: privateSubnetIds,
      podExecutionRoleArn: args.podExecutionRoleArn,
    },
    // With `fargate` set the component makes it wait for the profile, with computeType Fargate. Without a version it
    // looks up the newest at each run, also in a preview.
    corednsAddonOptions: { enabled: true, version: args.corednsVersion },

    // Made by hand: the component asks the issuer over the internet, also in a preview.
    createOidcProvider: false,
    encryptionConfigKeyArn: args.secretsKeyArn,
    enabledClusterLogTypes: ["api", "audit", "authenticator"],
    deletionProtection: true,
  };
}

/** Key that encrypts the cluster's Secrets where EKS keeps them. Without it none of them can be read again. */
class SecretsKey extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    { cluster }: { readonly cluster: string },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:SecretsKey", name, {}, options);
    const key = new Key(
      name,
      {
        description: `Secrets of the EKS cluster ${cluster}`,
        enableKeyRotation: true,
        // The longest period that KMS allows: until then the deletion can be cancelled.
        deletionWindowInDays: 30,
      },
      { parent: this, protect: true },
    );
    new Alias(name, { name: `alias/${cluster}-secrets`, targetKeyId: key.keyId }, { parent: this });
    this.arn = key.arn;
    this.registerOutputs();
  }
}

import type { ClusterArgs as EksArgs } from "@pulumi/eks";
import { AuthenticationMode } from "@pulumi/eks/types/enums";
import type * as pulumi from "@pulumi/pulumi";
import type { AccessEntry } from "./people-access";

export interface EksClusterArgs {
  /** Of the cluster in AWS. */
  readonly cluster: string;
  /** Of Kubernetes. */
  readonly version: string;
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** Ranges of addresses that may reach the API server over the internet. */
  readonly apiAccess: readonly string[];
  readonly accessEntries: Readonly<Record<string, AccessEntry>>;
  readonly podExecutionRoleArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
}

/**
 * What makes @pulumi/eks's cluster one that runs on Fargate only. Nearly every line turns off a default that would make
 * something for nodes which there are none of, or that breaks later (docs/facts.md#cluster-component).
 */
export function eksArgs(args: EksClusterArgs): EksArgs {
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

    // Any other mode keeps rights in a ConfigMap that a later change wipes Fargate's own entry from.
    authenticationMode: AuthenticationMode.Api,
    accessEntries: { ...args.accessEntries },

    skipDefaultNodeGroup: true,
    createInstanceRole: false,
    // Pods on Fargate wear EKS's own group; the component's would be worn by nothing.
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
    // With `fargate` set the component makes it wait for the profile, with computeType Fargate.
    corednsAddonOptions: { enabled: true },

    // Made by hand: the component asks the issuer over the internet, also in a preview.
    createOidcProvider: false,
    encryptionConfigKeyArn: args.secretsKeyArn,
    enabledClusterLogTypes: ["api", "audit", "authenticator"],
    deletionProtection: true,
  };
}

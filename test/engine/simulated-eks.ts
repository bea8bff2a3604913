import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Components } from "./construct";
import { grantAccess, instanceRole } from "./simulated-eks-access";
import { coreDns, kubeProxy, vpcCni } from "./simulated-eks-addons";
import { controlPlane, subnetsOf } from "./simulated-eks-cluster";
import { fargateProfile } from "./simulated-eks-fargate";
import { checkedInputs, type EksInputs } from "./simulated-eks-inputs";
import { kubeconfigOf } from "./simulated-eks-kubeconfig";
import { controlPlaneGroup, nodeGroup } from "./simulated-eks-network";

/**
 * `eks.Cluster` of @pulumi/eks 4.3.0 without its plugin: it declares what nodejs/eks/cluster/cluster.ts of that
 * version declares, with its traps (docs/facts.md#cluster-component). Left out: the default node group, Auto Mode,
 * storage classes, `createOidcProvider` (a call over the network), the wait for the API server, and the look for an
 * `aws` CLI.
 */
class SimulatedCluster extends pulumi.ComponentResource {
  readonly state: pulumi.Inputs;

  constructor(name: string, args: EksInputs, options: pulumi.ComponentResourceOptions) {
    super("eks:index:Cluster", name, args, options);
    const owned = { parent: this };
    getPartitionOutput({}, owned); // asked as the real one does, so a missing provider shows here too
    const securityGroup = args.skipDefaultSecurityGroups ? undefined : controlPlaneGroup(name, args, this);
    const { role, cluster } = controlPlane(name, args, securityGroup, this);
    kubeProxy(name, cluster, args, owned);

    const credentials = args.providerCredentialOpts;
    const kubeconfig = kubeconfigOf(cluster, credentials, false);
    const own = pulumi.jsonStringify(kubeconfigOf(cluster, credentials, true));
    const provider = new Provider(`${name}-eks-k8s`, { kubeconfig: own }, owned);
    const access = { name, parent: this, cluster, provider };
    const nodes = instanceRole(access, args);
    const { entries, configMap } = grantAccess(access, args, nodes);
    const granted = [...entries, ...(configMap ? [configMap] : [])];
    vpcCni(name, cluster, args, { ...owned, dependsOn: granted });
    const profile = fargateProfile(name, cluster, args, {
      ...owned,
      dependsOn: configMap ? [configMap] : [],
    });
    coreDns(name, cluster, args, profile, owned);
    const { nodeSecurityGroup, ingress } = securityGroup
      ? nodeGroup(name, args, cluster, securityGroup, this)
      : {};

    const ofEks = cluster.vpcConfig.clusterSecurityGroupId;
    const issuer = cluster.identities.apply(([identity]) => identity?.oidcs?.[0]?.issuer ?? "");
    const roles = pulumi.output(args.instanceRoles ?? (nodes ? [nodes] : []));
    this.state = {
      kubeconfig,
      kubeconfigJson: pulumi.jsonStringify(kubeconfig),
      eksCluster: cluster,
      clusterSecurityGroup: securityGroup,
      nodeSecurityGroup,
      instanceRoles: roles,
      // The trap: it is the group that Fargate pods wear only where no other one was made.
      clusterSecurityGroupId: securityGroup?.id ?? ofEks,
      nodeSecurityGroupId: nodeSecurityGroup?.id ?? ofEks,
      fargateProfileId: profile.apply((one) => one?.id ?? ""),
      fargateProfileStatus: profile.apply((one) => one?.status ?? ""),
      oidcProviderArn: "",
      oidcProviderUrl: issuer,
      oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
      eksClusterIngressRule: ingress,
      clusterIngressRuleId: ingress?.securityGroupRuleId ?? "",
      defaultNodeGroupAsgName: "",
      autoModeNodeRoleName: "",
      core: {
        cluster,
        endpoint: cluster.endpoint,
        vpcId: args.vpcId,
        subnetIds: subnetsOf(args),
        clusterSecurityGroup: securityGroup,
        provider,
        instanceRoles: roles,
        fargateProfile: profile,
        kubeconfig,
        clusterIamRole: role.role,
      },
    };
    this.registerOutputs(this.state);
  }
}

/** The remote components of package `eks`. */
export const eksComponents: Components = {
  "eks:index:Cluster": (name, inputs, options) => {
    const { urn, state } = new SimulatedCluster(name, checkedInputs(inputs), options);
    return { urn, state };
  },
};

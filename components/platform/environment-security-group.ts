import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";

interface EnvironmentSecurityGroupArgs {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly vpcId: pulumi.Input<string>;
  /** The one that EKS made. */
  readonly clusterSecurityGroupId: pulumi.Input<string>;
}

/**
 * Security group of the pods of all environments, beside their environment's own and instead of the cluster's, in which
 * every pod reaches every other: the cluster gets in here, and they get to its DNS and its API server. It doesn't let
 * itself in, so one environment doesn't reach another.
 *
 * Rules are resources of their own: the controller adds its own to the group, and a list in the group would undo them.
 */
export class EnvironmentSecurityGroup extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: EnvironmentSecurityGroupArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:EnvironmentSecurityGroup", name, {}, options);
    const { cluster, vpcId, clusterSecurityGroupId } = args;
    const owned = { parent: this };
    const group = new SecurityGroup(
      name,
      {
        vpcId,
        description: "Pods of all environments",
        // The controller opens the one group of a pod that has this tag, and gives up where none or two have it.
        tags: { Name: `${cluster}-environments`, [`kubernetes.io/cluster/${cluster}`]: "owned" },
      },
      owned,
    );
    const here = { securityGroupId: group.id };

    new SecurityGroupIngressRule(
      "from-cluster",
      {
        ...here,
        referencedSecurityGroupId: clusterSecurityGroupId,
        ipProtocol: "-1",
        description: "Control plane and platform pods: logs, exec, metrics",
      },
      owned,
    );
    new SecurityGroupEgressRule(
      "to-anywhere",
      { ...here, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", description: "Anywhere" },
      owned,
    );
    for (const { name, ipProtocol, port, description } of [
      { name: "dns-tcp", ipProtocol: "tcp", port: 53, description: "Environments to CoreDNS" },
      { name: "dns-udp", ipProtocol: "udp", port: 53, description: "Environments to CoreDNS" },
      {
        name: "api-server",
        ipProtocol: "tcp",
        port: 443,
        description: "Environments and their kubelets to the API server",
      },
    ])
      new SecurityGroupIngressRule(
        name,
        {
          securityGroupId: clusterSecurityGroupId,
          referencedSecurityGroupId: group.id,
          ipProtocol,
          fromPort: port,
          toPort: port,
          description,
        },
        owned,
      );
    this.securityGroupId = group.id;
    this.registerOutputs();
  }
}

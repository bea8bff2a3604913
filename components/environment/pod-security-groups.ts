import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";

export interface PodSecurityGroupsArgs {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly vpcId: string;
  readonly sharedSecurityGroupId: string;
}

/**
 * What keeps one branch's pods from another's: a NetworkPolicy does nothing on Fargate (docs/facts.md#fargate-limits),
 * so the pods wear two security groups. The shared one lets the load balancer and the cluster in; this one lets in what
 * wears it, which are the pods of the environment's namespace.
 */
export class PodSecurityGroups extends pulumi.ComponentResource {
  constructor(name: string, args: PodSecurityGroupsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:PodSecurityGroups", name, {}, options);
    const { namespace, labels, vpcId, sharedSecurityGroupId } = args;
    const own = new SecurityGroup(
      name,
      { vpcId, description: `Pods of ${namespace}`, tags: { Name: namespace } },
      { parent: this },
    );
    new SecurityGroupIngressRule(
      name,
      {
        securityGroupId: own.id,
        referencedSecurityGroupId: own.id,
        ipProtocol: "-1",
        description: "Each other",
      },
      { parent: this },
    );
    new SecurityGroupEgressRule(
      name,
      { securityGroupId: own.id, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", description: "Anywhere" },
      { parent: this },
    );
    // A pod gets its groups when it is made, and keeps them: the policy comes before every pod.
    new CustomResource(
      name,
      {
        apiVersion: "vpcresources.k8s.aws/v1beta1",
        kind: "SecurityGroupPolicy",
        metadata: { name: "environment", namespace, labels },
        spec: {
          // Every pod of the namespace (eks/latest/userguide/sg-pods-example-deployment.html): one that no policy selects,
          // a Job's say, would wear the cluster's group, which every environment lets in. Not the labels of ours.
          podSelector: {},
          securityGroups: { groupIds: [sharedSecurityGroupId, own.id] },
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupRule, type SecurityGroupRuleArgs } from "@pulumi/aws/ec2/securityGroupRule";
import type { Cluster } from "@pulumi/aws/eks/cluster";
import * as pulumi from "@pulumi/pulumi";
import type { EksInputs } from "./simulated-eks-inputs";

const all = { fromPort: 0, toPort: 0, protocol: "-1" };
const internet = { ...all, type: "egress", cidrBlocks: ["0.0.0.0/0"], description: "Allow internet access." };

function group(
  name: string,
  vpcId: pulumi.Input<string> | undefined,
  tags: pulumi.Input<object>[],
  parent: pulumi.Resource,
) {
  const merged = pulumi
    .all(tags)
    .apply((each) => Object.assign({ Name: name }, ...each) as Record<string, string>);
  return new SecurityGroup(
    name,
    { ...(vpcId && { vpcId }), revokeRulesOnDelete: true, tags: merged },
    { parent },
  );
}

/** The additional security group of a control plane: `clusterSecurityGroupId` is this one's where it is made. */
export function controlPlaneGroup(name: string, { vpcId, tags = {} }: EksInputs, parent: pulumi.Resource) {
  const made = group(`${name}-eksClusterSecurityGroup`, vpcId, [tags], parent);
  new SecurityGroupRule(
    `${name}-eksClusterInternetEgressRule`,
    { ...internet, securityGroupId: made.id },
    { parent },
  );
  return made;
}

/** The security group of EC2 nodes with its rules; Fargate pods never wear it. */
export function nodeGroup(
  name: string,
  { vpcId, tags = {} }: EksInputs,
  cluster: Cluster,
  controlPlane: SecurityGroup,
  parent: pulumi.Resource,
) {
  const owner = cluster.name.apply((owned) => ({ [`kubernetes.io/cluster/${owned}`]: "owned" }));
  const nodes = group(`${name}-nodeSecurityGroup`, vpcId, [owner, tags], parent);
  const tcp = (fromPort: number, toPort: number) => ({ type: "ingress", fromPort, toPort, protocol: "tcp" });
  const fromControlPlane = { securityGroupId: nodes.id, sourceSecurityGroupId: controlPlane.id };
  const rules: Record<string, SecurityGroupRuleArgs> = {
    eksNodeIngressRule: { ...all, type: "ingress", securityGroupId: nodes.id, self: true },
    eksNodeClusterIngressRule: { ...tcp(1025, 65535), ...fromControlPlane },
    eksExtApiServerClusterIngressRule: { ...tcp(443, 443), ...fromControlPlane },
    eksNodeInternetEgressRule: { ...internet, securityGroupId: nodes.id },
    eksClusterIngressRule: {
      ...tcp(443, 443),
      securityGroupId: controlPlane.id,
      sourceSecurityGroupId: nodes.id,
    },
  };
  const made = Object.entries(rules).map(
    ([rule, args]) => new SecurityGroupRule(`${name}-${rule}`, args, { parent }),
  );
  return { nodeSecurityGroup: nodes, ingress: made.at(-1) };
}

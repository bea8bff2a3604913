/** A policy of AWS itself that may be attached, and why none of one's own does. */
interface AllowedManaged {
  /** With its path: `service-role/…`. */
  readonly name: string;
  readonly reason: string;
}

/** All of them: AWS changes its policies when it likes, so one that isn't here is refused by `narrow-iam`. */
export const allowedManaged: readonly AllowedManaged[] = [
  {
    name: "AmazonEKSFargatePodExecutionRolePolicy",
    reason: "Fargate pulls images with it, and nothing else; EKS asks for it by its name.",
  },
  {
    name: "AmazonEKSClusterPolicy",
    reason:
      "EKS's control plane acts with it, and pulumi-eks attaches it; AWS adds what a new version needs.",
  },
];

/** Actions that a policy allows on every resource, and why they can't be narrower. */
interface AllowedWildcard {
  /** Logical names of the policies in their stack. */
  readonly policies: readonly string[];
  readonly actions: readonly string[];
  readonly reason: string;
}

const of = (service: string, actions: string) =>
  actions
    .trim()
    .split(/\s+/)
    .map((action) => `${service}:${action}`);

/** All of them: one that isn't here is refused by `narrow-iam`. */
export const allowedWildcards: readonly AllowedWildcard[] = [
  {
    policies: ["aws-load-balancer-controller"],
    actions: ["iam:CreateServiceLinkedRole"],
    reason:
      "A condition names the one service, elasticloadbalancing.amazonaws.com; the role has no ARN before it is there.",
  },
  {
    policies: ["aws-load-balancer-controller"],
    actions: [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateSecurityGroup",
      "ec2:RevokeSecurityGroupIngress",
    ],
    reason:
      "It opens the security groups of pods to its load balancers, which it has not made and which don't have its tag; " +
      "a group of its own is in a VPC that its policy doesn't know.",
  },
  {
    policies: ["aws-load-balancer-controller"],
    actions: [
      "elasticloadbalancing:AddListenerCertificates",
      "elasticloadbalancing:CreateListener",
      "elasticloadbalancing:CreateRule",
      "elasticloadbalancing:DeleteListener",
      "elasticloadbalancing:DeleteRule",
      "elasticloadbalancing:ModifyListener",
      "elasticloadbalancing:ModifyRule",
      "elasticloadbalancing:RemoveListenerCertificates",
      "elasticloadbalancing:SetRulePriorities",
      "elasticloadbalancing:SetWebAcl",
    ],
    reason: "The controller's own policy (v3.5.0) names neither resource nor tag for them.",
  },
  {
    policies: ["aws-load-balancer-controller"],
    actions: [
      "shield:CreateProtection",
      "shield:DeleteProtection",
      "waf-regional:AssociateWebACL",
      "waf-regional:DisassociateWebACL",
      "wafv2:AssociateWebACL",
      "wafv2:DisassociateWebACL",
    ],
    reason:
      "It attaches a web ACL or Shield to a load balancer that asks for one; its own policy (v3.5.0) names no resource.",
  },
  {
    policies: ["platform-network", "jenkins-network"],
    actions: of(
      "ec2",
      `AllocateAddress AssociateAddress AssociateRouteTable AttachInternetGateway AuthorizeSecurityGroupEgress
       AuthorizeSecurityGroupIngress CreateInternetGateway CreateNatGateway CreateRoute CreateRouteTable
       CreateSecurityGroup CreateSubnet CreateTags CreateVpc CreateVpcEndpoint DeleteInternetGateway DeleteNatGateway
       DeleteRoute DeleteRouteTable DeleteSecurityGroup DeleteSubnet DeleteTags DeleteVpc DeleteVpcEndpoints
       DetachInternetGateway DisassociateAddress DisassociateRouteTable ModifySecurityGroupRules ModifySubnetAttribute
       ModifyVpcAttribute ModifyVpcEndpoint ReleaseAddress ReplaceRoute ReplaceRouteTableAssociation
       RevokeSecurityGroupEgress RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsEgress
       UpdateSecurityGroupRuleDescriptionsIngress`,
    ),
    reason:
      "Most of them take no condition that limits them to one network; the policy cuts them to the account and " +
      "its region, and no instance can be started.",
  },
  {
    policies: ["platform-cluster", "jenkins-cluster"],
    actions: ["acm:RequestCertificate"],
    reason: "A condition names the domain and its wildcard; a certificate has no ARN before it is there.",
  },
];

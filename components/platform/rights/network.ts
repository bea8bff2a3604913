import { arnOf, type CiScope, prefixed, type Statement } from "./statement";

/** The VPC, and the ways in and out of it. */
export function makesNetwork(scope: CiScope): Statement[] {
  return [
    {
      sid: "MakeNetwork",
      why: "VPC, subnets, routes, NAT gateways, endpoints and security groups. Most of these calls take no condition on the network, so they are limited to the account and region; no instance can be started.",
      actions: prefixed("ec2", [
        "AllocateAddress",
        "AssociateAddress",
        "AssociateRouteTable",
        "AttachInternetGateway",
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "CreateInternetGateway",
        "CreateNatGateway",
        "CreateRoute",
        "CreateRouteTable",
        "CreateSecurityGroup",
        "CreateSubnet",
        "CreateTags",
        "CreateVpc",
        "CreateVpcEndpoint",
        "DeleteInternetGateway",
        "DeleteNatGateway",
        "DeleteRoute",
        "DeleteRouteTable",
        "DeleteSecurityGroup",
        "DeleteSubnet",
        "DeleteTags",
        "DeleteVpc",
        "DeleteVpcEndpoints",
        "DetachInternetGateway",
        "DisassociateAddress",
        "DisassociateRouteTable",
        "ModifySecurityGroupRules",
        "ModifySubnetAttribute",
        "ModifyVpcAttribute",
        "ModifyVpcEndpoint",
        "ReleaseAddress",
        "ReplaceRoute",
        "ReplaceRouteTableAssociation",
        "RevokeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
        "UpdateSecurityGroupRuleDescriptionsEgress",
        "UpdateSecurityGroupRuleDescriptionsIngress",
      ]),
      resources: [arnOf(scope, "ec2", "*")],
    },
    {
      sid: "NameEndpoints",
      why: "EC2 puts an endpoint's private names into a zone of its own in the caller's name.",
      actions: ["route53:AssociateVPCWithHostedZone"],
      resources: ["arn:aws:route53:::hostedzone/*", arnOf(scope, "ec2", "vpc/*")],
    },
  ];
}

/** Tags say who owns a security group; they are set when it is made, and can't be changed after. */
export function podSecurityGroups(scope: CiScope): Statement[] {
  const groups = arnOf(scope, "ec2", "security-group/*");
  const rules = arnOf(scope, "ec2", "security-group-rule/*");
  const tagged = (key: "aws:RequestTag" | "aws:ResourceTag") => ({
    StringEquals: { [`${key}/turnout:part-of`]: scope.app },
    StringNotEquals: { [`${key}/turnout:stack`]: scope.platformStacks },
    Null: { [`${key}/turnout:stack`]: "false" },
  });
  const owned = tagged("aws:ResourceTag");
  const inVpc = { "ec2:Vpc": arnOf(scope, "ec2", `vpc/${scope.vpcId}`) };
  return [
    {
      sid: "FindSecurityGroups",
      why: "Security groups and rules of its pods, and network interfaces that still use a group that is to be deleted; EC2 can't limit its Describe calls to a resource.",
      actions: prefixed("ec2", [
        "DescribeNetworkInterfaces",
        "DescribeSecurityGroupRules",
        "DescribeSecurityGroups",
        "DescribeTags",
      ]),
      resources: ["*"],
    },
    {
      sid: "MakeSecurityGroupHere",
      why: "In the platform's VPC and no other.",
      actions: ["ec2:CreateSecurityGroup"],
      resources: [arnOf(scope, "ec2", `vpc/${scope.vpcId}`)],
    },
    {
      sid: "MakeSecurityGroup",
      why: "Each environment's pods have one of its own; it must be tagged as an environment's.",
      actions: ["ec2:CreateSecurityGroup"],
      resources: [groups],
      conditions: tagged("aws:RequestTag"),
    },
    {
      sid: "TagNewSecurityGroup",
      why: "Tags that are set at creation; an existing group can't be made an environment's.",
      actions: ["ec2:CreateTags"],
      resources: [groups, rules],
      conditions: {
        StringEquals: {
          "ec2:CreateAction": [
            "CreateSecurityGroup",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupEgress",
          ],
        },
      },
    },
    {
      sid: "TagSecurityGroup",
      why: "Further tags of groups and rules of environments in this VPC, such as one that all resources get; those that say whose they are stay as they were made.",
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources: [groups, rules],
      conditions: {
        ...owned,
        // A rule is in no VPC of its own.
        ArnEqualsIfExists: inVpc,
        "ForAllValues:StringNotLike": { "aws:TagKeys": "turnout:*" },
        // "For all" also holds for a request without keys, which deletes every tag.
        Null: { ...owned.Null, "aws:TagKeys": "false" },
      },
    },
    {
      sid: "ChangeSecurityGroup",
      why: "Groups of environments in this VPC: neither the platform's, which lets the load balancer in, nor the cluster's.",
      actions: prefixed("ec2", [
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "DeleteSecurityGroup",
        "ModifySecurityGroupRules",
        "RevokeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
      ]),
      resources: [groups],
      conditions: { ...owned, ArnEquals: inVpc },
    },
    {
      sid: "ChangeSecurityGroupRule",
      why: "EC2 asks for the rule beside the group; alone it allows nothing.",
      actions: prefixed("ec2", [
        "AuthorizeSecurityGroupEgress",
        "AuthorizeSecurityGroupIngress",
        "ModifySecurityGroupRules",
        "RevokeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
      ]),
      resources: [rules],
    },
  ];
}

import { arnOf, type CiScope } from "./scope";
import { prefixed, type Statement } from "./statement";

/** The VPC, and what leads in and out of it. */
export function makesNetwork(scope: CiScope): Statement[] {
  return [
    {
      sid: "MakeNetwork",
      why: "VPC, subnets, routes, NAT gateways, endpoints and security groups. Most of these calls take no condition that tells one network from another, so they are cut to the account and region; no instance can be started.",
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

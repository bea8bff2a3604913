import { prefixed } from "../../../components/platform/rights/statement";

/** Actions as IAM names them. Tags are also set when a resource is made, so `tag` counts for that, too. */
export interface Calls {
  /** Resource that the calls are about; where a call is about something else, `requests` in the test says so. */
  readonly arn: string;
  readonly read: readonly string[];
  readonly create?: readonly string[];
  /** In place, or by another resource that replaces it: then those of `create` and `delete` as well. */
  readonly change?: readonly string[];
  readonly tag?: readonly string[];
  readonly delete?: readonly string[];
  /** Calls that no role of CI may make: of what holds data, and of CI's own rights, which a person changes. */
  readonly byPerson?: readonly string[];
}

const at = (resource: string) => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;
const ec2 = (actions: readonly string[]) => prefixed("ec2", actions);
const tag = ec2(["CreateTags", "DeleteTags"]);

/** Those of EC2, by the kind of resource; aws-calls.ts says where they are from. */
export const networkCalls: Readonly<Record<string, Calls>> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    arn: at("security-group/sg-1"),
    read: ["ec2:DescribeSecurityGroups"],
    create: ec2(["DescribeSecurityGroupRules", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress"]),
    tag,
  },
  "aws:ec2/eip:Eip": {
    arn: at("elastic-ip/eipalloc-1"),
    read: ec2(["DescribeAddresses", "DescribeAddressesAttribute"]),
    create: ["ec2:AllocateAddress"],
    tag,
    delete: ec2(["DisassociateAddress", "ReleaseAddress"]),
  },
  "aws:ec2/internetGateway:InternetGateway": {
    arn: at("internet-gateway/igw-1"),
    read: ["ec2:DescribeInternetGateways"],
    create: ec2(["AttachInternetGateway", "CreateInternetGateway"]),
    tag,
    delete: ec2(["DeleteInternetGateway", "DetachInternetGateway"]),
  },
  "aws:ec2/natGateway:NatGateway": {
    arn: at("natgateway/nat-1"),
    read: ["ec2:DescribeNatGateways"],
    create: ["ec2:CreateNatGateway"],
    tag,
    delete: ["ec2:DeleteNatGateway"],
  },
  "aws:ec2/route:Route": {
    arn: at("route-table/rtb-1"),
    read: ["ec2:DescribeRouteTables"],
    create: ["ec2:CreateRoute"],
    change: ["ec2:ReplaceRoute"],
    delete: ["ec2:DeleteRoute"],
  },
  "aws:ec2/routeTable:RouteTable": {
    arn: at("route-table/rtb-1"),
    read: ["ec2:DescribeRouteTables"],
    create: ["ec2:CreateRouteTable"],
    tag,
    delete: ["ec2:DeleteRouteTable"],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    arn: at("route-table/rtb-1"),
    read: ["ec2:DescribeRouteTables"],
    create: ["ec2:AssociateRouteTable"],
    change: ["ec2:ReplaceRouteTableAssociation"],
    delete: ["ec2:DisassociateRouteTable"],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    arn: at("security-group/sg-1"),
    read: ["ec2:DescribeSecurityGroups"],
    create: ec2(["CreateSecurityGroup", "RevokeSecurityGroupEgress"]),
    tag,
    delete: ec2(["DeleteSecurityGroup", "DescribeNetworkInterfaces"]),
  },
  "aws:ec2/subnet:Subnet": {
    arn: at("subnet/subnet-1"),
    read: ["ec2:DescribeSubnets"],
    create: ["ec2:CreateSubnet"],
    tag,
    delete: ec2(["DeleteSubnet", "DescribeNetworkInterfaces"]),
  },
  "aws:ec2/vpc:Vpc": {
    arn: at("vpc/vpc-1"),
    read: ec2([
      ...["DescribeNetworkAcls", "DescribeRouteTables", "DescribeSecurityGroups"],
      ...["DescribeVpcAttribute", "DescribeVpcs"],
    ]),
    create: ec2(["CreateVpc", "ModifyVpcAttribute"]),
    tag,
    delete: ["ec2:DeleteVpc"],
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    arn: at("vpc-endpoint/vpce-1"),
    read: ec2(["DescribeNetworkInterfaces", "DescribePrefixLists", "DescribeVpcEndpoints"]),
    create: ["ec2:CreateVpcEndpoint", "route53:AssociateVPCWithHostedZone"],
    change: ["ec2:ModifyVpcEndpoint"],
    tag,
    delete: ["ec2:DeleteVpcEndpoints"],
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    arn: at("security-group-rule/sgr-1"),
    read: ["ec2:DescribeSecurityGroupRules"],
    create: ["ec2:AuthorizeSecurityGroupEgress"],
    change: ["ec2:ModifySecurityGroupRules"],
    tag,
    delete: ["ec2:RevokeSecurityGroupEgress"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    arn: at("security-group-rule/sgr-1"),
    read: ["ec2:DescribeSecurityGroupRules"],
    create: ["ec2:AuthorizeSecurityGroupIngress"],
    change: ["ec2:ModifySecurityGroupRules"],
    tag,
    delete: ["ec2:RevokeSecurityGroupIngress"],
  },
};

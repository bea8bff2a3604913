import type { Difference } from "./change";
import { isUnder } from "./differences";
import { shortType } from "./short-type";

/**
 * Properties that can't be changed in place, of the kinds that this project declares. Source: `ForceNew` and
 * `RequiresReplace` in hashicorp/terraform-provider-aws, which @pulumi/aws wraps, internal/service/SERVICE/KIND.go; the
 * file is named where it is called otherwise. Not checked there: DefaultSecurityGroup, InternetGateway, RouteTable,
 * MetricAlarm, RolePolicyAttachment, and those of s3 but for BucketVersioning.
 */
const fixed: Readonly<Record<string, readonly string[]>> = {
  "acm:Certificate": ["domainName", "keyAlgorithm", "subjectAlternativeNames", "validationMethod"],
  "acm:CertificateValidation": ["certificateArn", "validationRecordFqdns"],
  "cloudwatch:Dashboard": ["dashboardName"],
  "cloudwatch:LogGroup": ["logGroupClass", "name", "namePrefix"], // logs/group.go
  "cloudwatch:MetricAlarm": ["name"],
  "ec2:DefaultSecurityGroup": ["vpcId"], // ec2/vpc_default_security_group.go
  "ec2:Eip": ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
  "ec2:InternetGateway": [], // ec2/vpc_internet_gateway.go: moves to another VPC in place
  "ec2:NatGateway": ["allocationId", "connectivityType", "privateIp", "subnetId"],
  "ec2:Route": [
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    "routeTableId",
  ],
  "ec2:RouteTable": ["vpcId"],
  "ec2:RouteTableAssociation": ["gatewayId", "subnetId"],
  "ec2:SecurityGroup": ["description", "name", "namePrefix", "vpcId"],
  "ec2:Subnet": ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "vpcId"],
  "ec2:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "ec2:VpcEndpoint": ["serviceName", "serviceRegion", "vpcEndpointType", "vpcId"],
  "ecr:LifecyclePolicy": ["policy", "repository"],
  "ecr:Repository": ["encryptionConfigurations", "name"],
  "eks:Addon": ["addonName", "clusterName"],
  // eks/cluster.go, behind what pulumi-eks 4.3.0 makes of it (cluster.ts): `bootstrapSelfManagedAddons` is ignored
  // after creation; subnets, version and mode of authentication change in place; another key is not taken over.
  "eks:Cluster": ["ipFamily", "kubernetesServiceIpAddressRange", "name"],
  "eks:FargateProfile": [
    "clusterName",
    "fargateProfileName",
    "podExecutionRoleArn",
    "selectors",
    "subnetIds",
  ],
  "iam:InstanceProfile": ["name", "namePrefix", "path"],
  "iam:OpenIdConnectProvider": ["url"],
  "iam:Policy": ["description", "name", "namePrefix", "path"],
  "iam:Role": ["name", "namePrefix", "path"],
  "iam:RolePolicy": ["name", "namePrefix", "role"],
  "iam:RolePolicyAttachment": ["policyArn", "role"],
  "kms:Alias": ["name", "namePrefix"],
  "kms:Key": ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  "route53:Record": ["name", "zoneId"],
  "s3:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "s3:BucketLifecycleConfiguration": ["bucket"],
  "s3:BucketOwnershipControls": ["bucket"],
  "s3:BucketPolicy": ["bucket"],
  "s3:BucketPublicAccessBlock": ["bucket"],
  "s3:BucketServerSideEncryptionConfiguration": ["bucket"],
  "s3:BucketVersioning": ["bucket"],
  "vpc:SecurityGroupEgressRule": ["securityGroupId"], // ec2/vpc_security_group_egress_rule.go
  "vpc:SecurityGroupIngressRule": ["securityGroupId"],
};

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** Properties that can be changed in place, but not come or go. */
const eitherWay: Readonly<Record<string, readonly string[]>> = {
  "vpc:SecurityGroupEgressRule": sources, // ec2/vpc_security_group_ingress_rule.go, `ModifyPlan`
  "vpc:SecurityGroupIngressRule": sources,
};

/** Properties that can come, but not go. */
const forGood: Readonly<Record<string, readonly string[]>> = {
  "eks:Cluster": ["encryptionConfigKeyArn"], // eks/cluster.go, `CustomizeDiff`
};

/** Whether AWS has to make such a resource again for that. */
export function awsReplaces(
  type: string,
  { path, before, after }: Pick<Difference, "path" | "before" | "after">,
): boolean {
  const kind = shortType(type);
  const isOneOf = (table: typeof fixed) => isUnder(path, table[kind] ?? []);
  return (
    isOneOf(fixed) ||
    (isOneOf(eitherWay) && (before === undefined || after === undefined)) ||
    (isOneOf(forGood) && after === undefined)
  );
}

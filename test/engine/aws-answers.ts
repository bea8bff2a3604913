import { eksAnswers } from "./aws-eks";
import { AWS, arn, hex, iamArn } from "./aws-names";
import { PUSHED } from "./aws-registry";
import type { Answer } from "./simulated-cloud";
import type { Properties } from "./wire-value";

const nameAsId = { named: "name", id: ({ name }: Properties) => String(name) };

const ec2 = (kind: string, prefix: string, ...immutable: string[]): Answer => ({
  id: (_, made) => `${prefix}-${hex(prefix + made, 17)}`,
  outputs: (_, id) => ({ arn: arn("ec2", `${kind}/${id}`), ownerId: AWS.account }),
  immutable,
});

/** The DNS records that prove who owns the domains; a domain and its wildcard share one. */
function validations({ domainName, subjectAlternativeNames = [] }: Properties): Properties {
  const names = [domainName, ...(subjectAlternativeNames as string[])].map(String);
  const options = [...new Set(names)].map((name) => {
    const domain = name.replace(/^\*\./, "");
    return {
      domainName: name,
      resourceRecordName: `_${hex(domain, 32)}.${domain}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${hex(`value of ${domain}`, 32)}.acm-validations.aws.`,
    };
  });
  return { domainValidationOptions: options };
}

/**
 * Answers of AWS for each type of which a program reads more than its inputs, and the inputs that replace it
 * (`ForceNew` in terraform-provider-aws 6). Any other type has an id and an ARN and changes in place.
 */
export const awsAnswers: Record<string, Answer> = {
  ...eksAnswers,
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", "cidrBlock"),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet", "vpcId", "cidrBlock", "availabilityZone"),
  "aws:ec2/internetGateway:InternetGateway": ec2("internet-gateway", "igw"),
  "aws:ec2/natGateway:NatGateway": ec2("natgateway", "nat", "subnetId", "allocationId"),
  "aws:ec2/routeTable:RouteTable": ec2("route-table", "rtb", "vpcId"),
  "aws:ec2/securityGroup:SecurityGroup": {
    ...ec2("security-group", "sg", "vpcId", "name", "description"),
    named: "name",
  },
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpc-endpoint", "vpce", "vpcId", "serviceName"),
  "aws:ec2/eip:Eip": {
    id: (_, made) => `eipalloc-${hex(`eip${made}`, 17)}`,
    outputs: (_, id) => ({ allocationId: id, publicIp: `203.0.113.${parseInt(hex(id, 2), 16)}` }),
  },
  "aws:iam/role:Role": {
    ...nameAsId,
    outputs: (inputs, id) => ({ arn: iamArn("role", inputs), uniqueId: `AROA${hex(id, 17).toUpperCase()}` }),
    immutable: ["name", "path"],
  },
  "aws:iam/policy:Policy": {
    named: "name",
    id: (inputs) => iamArn("policy", inputs),
    outputs: (_, id) => ({ arn: id }),
    immutable: ["name", "path", "description"],
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    ...nameAsId,
    outputs: (inputs) => ({ arn: iamArn("instance-profile", inputs) }),
    immutable: ["name", "path"],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: ({ url }) => iamArn("oidc-provider", { name: String(url).replace("https://", "") }),
    outputs: (_, id) => ({ arn: id }),
    immutable: ["url"],
  },
  "aws:kms/key:Key": {
    id: (_, made) => `${hex(`key${made}`, 8)}-0000-4000-8000-${hex(`key${made}`, 12)}`,
    outputs: (_, id) => ({ arn: arn("kms", `key/${id}`), keyId: id }),
  },
  "aws:ecr/repository:Repository": {
    ...nameAsId,
    outputs: (_, id) => ({
      arn: arn("ecr", `repository/${id}`),
      registryId: AWS.account,
      repositoryUrl: `${AWS.account}.dkr.ecr.${AWS.region}.amazonaws.com/${id}`,
    }),
    immutable: ["name", "encryptionConfigurations"],
    keeps: ({ id, properties }, all) =>
      properties.forceDelete !== true && all.some((one) => one.type === PUSHED && one.id.startsWith(`${id}:`))
        ? `ECR Repository (${id}) not empty, consider using force_delete: RepositoryNotEmptyException`
        : undefined,
  },
  "aws:acm/certificate:Certificate": {
    id: (_, made) => arn("acm", `certificate/${hex(`certificate${made}`, 12)}`),
    outputs: (inputs, id) => ({ arn: id, ...validations(inputs) }),
    immutable: ["domainName", "subjectAlternativeNames", "validationMethod", "keyAlgorithm"],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    ...nameAsId,
    outputs: (_, id) => ({ arn: arn("logs", `log-group:${id}`) }),
    immutable: ["name"],
  },
  "aws:route53/record:Record": {
    id: ({ zoneId, name, type }) => [zoneId, name, type].map(String).join("_"),
    outputs: ({ name }) => ({ fqdn: name }),
    immutable: ["zoneId"],
  },
};

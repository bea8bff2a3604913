import { inTheWay, standIn, unnoticed, type Inputs, type Kind } from "./kind";
import type { Value } from "../program/recording";
import { after, arnName, valueIn, list, parts, word, words } from "./words";

/** The kinds that packets pass. */
export const networkKinds: Readonly<Record<string, Kind>> = {
  "acm:Certificate": {
    ...inTheWay,
    detail: ({ domainName, subjectAlternativeNames }) =>
      words(", ", word(domainName), list(subjectAlternativeNames)),
    outputs: (name) => ({
      arn: standIn("ARN", name),
      domainValidationOptions: [
        {
          resourceRecordName: standIn("validation name", name),
          resourceRecordType: "CNAME",
          resourceRecordValue: standIn("validation value", name),
        },
      ],
    }),
  },
  // It only waits.
  "acm:CertificateValidation": unnoticed,
  // AWS keeps it, and nothing uses it.
  "ec2:DefaultSecurityGroup": {
    ...unnoticed,
    detail: ({ ingress, egress }) =>
      parts(ingress).length + parts(egress).length === 0 ? "lets nothing in or out" : undefined,
  },
  // Others may let it in by its number.
  "ec2:Eip": { ...inTheWay, price: { publicAddress: 1 }, idIn: ["allocationId"] },
  "ec2:InternetGateway": { ...inTheWay, idIn: ["gatewayId"] },
  "ec2:NatGateway": {
    ...inTheWay,
    detail: ({ subnetId }) => after("in subnet", word(subnetId)),
    price: { natGateway: 1 },
    idIn: ["natGatewayId"],
  },
  "ec2:Route": {
    ...inTheWay,
    detail: ({ destinationCidrBlock, destinationIpv6CidrBlock, natGatewayId, gatewayId }) =>
      words(
        " → ",
        word(destinationCidrBlock) ?? word(destinationIpv6CidrBlock),
        natGatewayId === undefined ? after("gateway", word(gatewayId)) : after("NAT", word(natGatewayId)),
      ),
  },
  "ec2:RouteTable": { ...inTheWay, idIn: ["routeTableId", "routeTableIds"] },
  "ec2:RouteTableAssociation": {
    ...inTheWay,
    detail: ({ subnetId, routeTableId }) =>
      `subnet ${word(subnetId) ?? "(unknown)"} → route table ${word(routeTableId) ?? "(unknown)"}`,
  },
  "ec2:SecurityGroup": {
    ...inTheWay,
    detail: ({ description }) => word(description),
    idIn: ["groupIds", "referencedSecurityGroupId", "securityGroupId", "securityGroupIds"],
  },
  "ec2:Subnet": {
    ...inTheWay,
    detail: ({ cidrBlock, availabilityZone }) => words(" in ", word(cidrBlock), word(availabilityZone)),
    // The load balancer controller knows private subnets by this tag (docs/facts.md#subnet-and-group-tags).
    addresses: ({ cidrBlock, tags }) =>
      valueIn(tags, "kubernetes.io/role/internal-elb") === "1" ? { brings: addressesIn(cidrBlock) } : {},
    idIn: ["privateSubnetIds", "subnetId", "subnetIds"],
  },
  "ec2:Vpc": { ...inTheWay, detail: ({ cidrBlock }) => word(cidrBlock), idIn: ["vpcId"] },
  "ec2:VpcEndpoint": {
    ...inTheWay,
    detail: ({ serviceName, vpcEndpointType }) => words(", ", word(serviceName), word(vpcEndpointType)),
    // A gateway endpoint, S3's, is free.
    price: ({ vpcEndpointType, subnetIds }, zones) =>
      vpcEndpointType === "Interface"
        ? { interfaceEndpoint: Array.isArray(subnetIds) ? subnetIds.length : zones }
        : {},
    // A network interface in each subnet.
    addresses: ({ subnetIds }) => ({ takes: parts(subnetIds).length }),
  },
  "route53:Record": {
    ...inTheWay,
    changes: { ttl: "none" },
    detail: ({ name, type, records, aliases }) =>
      words(" ", word(name), word(type), list(records) ?? word(valueIn(aliases, 0, "name"))),
    part: "DNS and certificates",
    outputs: (_name, inputs) => ({ fqdn: inputs.name }),
  },
  "vpc:SecurityGroupEgressRule": {
    ...inTheWay,
    detail: (inputs) => `${ownGroup(inputs)} → ${otherSide(inputs)}, ${ports(inputs)}`,
  },
  "vpc:SecurityGroupIngressRule": {
    ...inTheWay,
    detail: (inputs) => `${otherSide(inputs)} → ${ownGroup(inputs)}, ${ports(inputs)}`,
  },
};

/** The first four addresses of a subnet and its last (docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html). */
const keptByAws = 5;

function addressesIn(cidr: Value | undefined): number {
  const [, bits] = /^[\d.]+\/(\d+)$/.exec(word(cidr) ?? "") ?? [];
  return bits === undefined ? 0 : Math.max(0, 2 ** (32 - Number(bits)) - keptByAws);
}

const ownGroup = ({ securityGroupId }: Inputs) => word(securityGroupId) ?? "(unknown)";

const otherSide = ({ cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId }: Inputs) =>
  arnName(cidrIpv4 ?? cidrIpv6 ?? prefixListId ?? referencedSecurityGroupId) ?? "(unknown)";

/** `TCP 443`, `UDP 1024–2048`; `-1` is AWS's word for any protocol. */
function ports({ ipProtocol, fromPort, toPort }: Inputs): string {
  if (ipProtocol === "-1") return "all traffic";
  const protocol = word(ipProtocol)?.toUpperCase() ?? "(unknown)";
  const range = (from: Value | undefined, to: Value | undefined) =>
    from === to ? word(from) : words("–", word(from), word(to));
  return words(" ", protocol, range(fromPort, toPort)) ?? protocol;
}

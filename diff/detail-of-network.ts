import type { Detail } from "./detail";
import type { Value } from "./recording";
import { after, arnName, at, list, parts, word, words } from "./words";

type Inputs = Parameters<Detail>[0];

/** Of the kinds that packets pass. */
export const networkDetails: Readonly<Record<string, Detail>> = {
  "acm:Certificate": ({ domainName, subjectAlternativeNames }) =>
    words(", ", word(domainName), list(subjectAlternativeNames)),
  "ec2:DefaultSecurityGroup": ({ ingress, egress }) =>
    parts(ingress).length + parts(egress).length === 0 ? "lets nothing in or out" : undefined,
  "ec2:NatGateway": ({ subnetId }) => after("in subnet", word(subnetId)),
  "ec2:Route": ({ destinationCidrBlock, destinationIpv6CidrBlock, natGatewayId, gatewayId }) =>
    words(
      " → ",
      word(destinationCidrBlock) ?? word(destinationIpv6CidrBlock),
      natGatewayId === undefined ? after("gateway", word(gatewayId)) : after("NAT", word(natGatewayId)),
    ),
  "ec2:RouteTableAssociation": ({ subnetId, routeTableId }) =>
    `subnet ${word(subnetId) ?? "(unknown)"} → route table ${word(routeTableId) ?? "(unknown)"}`,
  "ec2:SecurityGroup": ({ description }) => word(description),
  "ec2:Subnet": ({ cidrBlock, availabilityZone }) => words(" in ", word(cidrBlock), word(availabilityZone)),
  "ec2:Vpc": ({ cidrBlock }) => word(cidrBlock),
  "ec2:VpcEndpoint": ({ serviceName, vpcEndpointType }) =>
    words(", ", word(serviceName), word(vpcEndpointType)),
  "route53:Record": ({ name, type, records, aliases }) =>
    words(" ", word(name), word(type), list(records) ?? word(at(aliases, 0, "name"))),
  "vpc:SecurityGroupEgressRule": (inputs) => `${ownGroup(inputs)} → ${otherSide(inputs)}, ${ports(inputs)}`,
  "vpc:SecurityGroupIngressRule": (inputs) => `${otherSide(inputs)} → ${ownGroup(inputs)}, ${ports(inputs)}`,
};

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

import type { Declared, Recording } from "../diff/recording";

/** The first four addresses of a subnet and its last (docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html). */
const keptByAws = 5;

/** Addresses that the private subnets have for pods, each of which takes one (docs/facts.md#fargate-limits). */
export function podAddresses({ resources }: Recording): number {
  return resources.filter(isPrivateSubnet).reduce((sum, { inputs }) => sum + sizeOf(inputs.cidrBlock), 0);
}

/** Addresses in them that are no pods': a network interface of each endpoint in each subnet. */
export function otherAddresses({ resources }: Recording): number {
  return resources
    .filter(({ type }) => type === "aws:ec2/vpcEndpoint:VpcEndpoint")
    .reduce((sum, { inputs: { subnetIds } }) => sum + (Array.isArray(subnetIds) ? subnetIds.length : 0), 0);
}

/** By the tag that the load balancer controller knows them by (docs/facts.md#subnet-and-group-tags). */
function isPrivateSubnet({ type, inputs }: Declared): boolean {
  const tags = inputs.tags as Readonly<Record<string, unknown>> | undefined;
  return type === "aws:ec2/subnet:Subnet" && tags?.["kubernetes.io/role/internal-elb"] === "1";
}

function sizeOf(cidr: unknown): number {
  const [, bits] = /^[\d.]+\/(\d+)$/.exec(typeof cidr === "string" ? cidr : "") ?? [];
  return bits === undefined ? 0 : Math.max(0, 2 ** (32 - Number(bits)) - keptByAws);
}

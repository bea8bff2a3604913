import {
  DefaultSecurityGroup,
  Eip,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  Vpc,
} from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

export interface NetworkArgs {
  /** Name tag of everything in it, as the console shows it. */
  readonly cluster: string;
  readonly region: string;
  /** 16 bits, like 10.0.0.0/16. */
  readonly cidr: string;
  /** Letters of two or three availability zones; only ever append to them (see {@link subnets}). */
  readonly zones: readonly string[];
  /** A NAT gateway in each zone rather than one: if a zone fails, pods in the others keep their way out. */
  readonly natPerZone: boolean;
}

/** A VPC with a public and a private subnet in each zone: load balancers in the public ones, pods in the private ones. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  readonly privateRouteTableIds: readonly pulumi.Output<string>[];
  /** Routes by which a pod reaches AWS: they must outlive every pod that has something to delete there. */
  readonly routes: readonly pulumi.Resource[];

  constructor(name: string, args: NetworkArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:Network", name, {}, options);
    const { cluster, region, cidr, zones, natPerZone } = args;
    const owned = { parent: this };
    const called = (part: string) => ({ Name: `${cluster}-${part}` });

    const vpc = new Vpc(
      name,
      // Fargate needs both (docs/facts.md#fargate-limits), the private names of VPC endpoints as well.
      { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: cluster } },
      owned,
    );
    const vpcId = vpc.id;
    // Anything that names no group gets this one, which lets nothing through.
    new DefaultSecurityGroup("default", { vpcId, ingress: [], egress: [], tags: called("default") }, owned);
    const gateway = new InternetGateway(name, { vpcId, tags: { Name: cluster } }, owned);
    const outside = new RouteTable("public", { vpcId, tags: called("public") }, owned);
    const wayOut = new Route(
      "public",
      { routeTableId: outside.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id },
      owned,
    );

    const made = subnets(cidr, zones).map((blocks) => {
      const { zone } = blocks;
      const place = { vpcId, availabilityZone: region + zone, cluster };
      const publicOnes = { ...place, cidrBlock: blocks.public, role: "elb", table: outside } as const;
      // One per zone also where all lead to one NAT gateway: `natPerZone` then changes a route, and no table.
      const table = new RouteTable(`private-${zone}`, { vpcId, tags: called(`private-${zone}`) }, owned);
      const privateOnes = { ...place, cidrBlock: blocks.private, role: "internal-elb", table } as const;
      return {
        zone,
        table,
        public: new RoutedSubnet(`public-${zone}`, publicOnes, owned),
        private: new RoutedSubnet(`private-${zone}`, privateOnes, owned),
      };
    });
    const nats = made
      .slice(0, natPerZone ? made.length : 1)
      .map(({ zone, public: { subnet, association } }) => {
        const tags = called(`nat-${zone}`);
        const address = new Eip(`nat-${zone}`, { domain: "vpc", tags }, { parent: this, dependsOn: gateway });
        return new NatGateway(
          `nat-${zone}`,
          { subnetId: subnet.id, allocationId: address.id, tags },
          { parent: this, dependsOn: [wayOut, association] },
        );
      });
    const waysOut = made.map(({ zone, table }, index) => {
      const natGatewayId = pulumi.output((nats[index] ?? nats[0])?.id);
      return new Route(
        `private-${zone}`,
        { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId },
        owned,
      );
    });

    this.vpcId = vpcId;
    this.publicSubnetIds = made.map((here) => here.public.subnet.id);
    this.privateSubnetIds = made.map((here) => here.private.subnet.id);
    this.privateRouteTableIds = made.map(({ table }) => table.id);
    const associations = made.flatMap((here) => [here.public.association, here.private.association]);
    this.routes = [gateway, wayOut, ...nats, ...waysOut, ...associations];
    this.registerOutputs();
  }
}

/** Address ranges of a zone's subnets. */
interface ZoneBlocks {
  /** Letter of the availability zone. */
  readonly zone: string;
  /** For load balancers and NAT gateways: /24, 251 addresses. */
  readonly public: string;
  /** For pods, each of which takes an address: /18, 16,379 addresses; AWS keeps 5 of every subnet. */
  readonly private: string;
}

/**
 * The blocks of every zone in a VPC of 16 bits. A zone's public block follows from its letter, its private one from its
 * place in the list, because a /16 has only four of them: zones may be appended but neither moved nor taken out, for a
 * subnet whose block changes is replaced, with every pod in it.
 *
 * @param cidr like 10.0.0.0/16; the settings check it.
 * @param zones one to three letters from a to f.
 * @throws Error where there is no block left for a zone.
 */
export function subnets(cidr: string, zones: readonly string[]): readonly ZoneBlocks[] {
  if (zones.length > 3)
    throw new Error(`A VPC of 16 bits has private subnets for 3 zones, not for ${zones.length}.`);
  const [first, second] = cidr.split(".");
  return zones.map((zone, index) => {
    const letter = "abcdef".indexOf(zone);
    if (letter < 0 || zone.length !== 1) throw new Error(`${zone} is no letter of a zone from a to f.`);
    return {
      zone,
      // The last of the four /18 is for everything but pods.
      public: `${first}.${second}.${192 + letter}.0/24`,
      private: `${first}.${second}.${index * 64}.0/18`,
    };
  });
}

interface RoutedSubnetArgs {
  readonly cluster: string;
  readonly vpcId: pulumi.Input<string>;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  /** Which load balancers the controller puts here: `elb` are those that face the internet. */
  readonly role: "elb" | "internal-elb";
  readonly table: RouteTable;
}

/** A subnet with its route table: without one it would have the VPC's main table, whose routes lead nowhere. */
class RoutedSubnet extends pulumi.ComponentResource {
  readonly subnet: Subnet;
  readonly association: RouteTableAssociation;

  constructor(name: string, args: RoutedSubnetArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:RoutedSubnet", name, {}, options);
    const { cluster, role, table, ...place } = args;
    // No kubernetes.io/cluster/NAME: the controller drops another cluster's (docs/facts.md#subnet-and-group-tags).
    const tags = { Name: `${cluster}-${name}`, [`kubernetes.io/role/${role}`]: "1" };
    this.subnet = new Subnet(name, { ...place, tags }, { parent: this });
    this.association = new RouteTableAssociation(
      name,
      { subnetId: this.subnet.id, routeTableId: table.id },
      { parent: this },
    );
    this.registerOutputs();
  }
}

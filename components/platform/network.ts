import {
  DefaultSecurityGroup,
  Eip,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  Vpc,
} from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { RoutedSubnet } from "./routed-subnet";
import { subnets } from "./subnets";

export interface NetworkArgs {
  /** What everything in it is called in the console. */
  readonly cluster: string;
  readonly region: string;
  /** 16 bits, like 10.0.0.0/16. */
  readonly cidr: string;
  /** Letters of two or three availability zones; only ever append to them (see {@link subnets}). */
  readonly zones: readonly string[];
  /** A NAT gateway in each zone rather than one: a zone that fails then takes only its own pods' way out. */
  readonly natPerZone: boolean;
}

/** A VPC with a public and a private subnet in each zone: load balancers in the public ones, pods in the private ones. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  readonly privateSubnetIds: readonly pulumi.Output<string>[];
  readonly privateRouteTableIds: readonly pulumi.Output<string>[];
  /** By what a pod reaches AWS: as long as one has something to undo there, this has to stay. */
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
    // What names no group gets this one, which lets nothing through.
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

import fc from "fast-check";
import assert from "node:assert/strict";
import { Endpoints } from "../../../components/platform/endpoints";
import { Network, type NetworkArgs, subnets } from "../../../components/platform/network";
import { Registrations } from "./registered";

const two: NetworkArgs = {
  cluster: "turnout",
  region: "eu-central-1",
  cidr: "10.0.0.0/16",
  zones: ["a", "b"],
  natPerZone: false,
};
const declare = (args: Partial<NetworkArgs> = {}) =>
  Registrations.of((options) => new Network("network", { ...two, ...args }, options));

describe("Network", () => {
  let network: Registrations;
  before(async () => {
    network = await declare();
  });

  it("names what it makes for ever", () => {
    assert.deepEqual(network.titles, [
      ...["DefaultSecurityGroup default", "Eip nat-a", "InternetGateway network", "NatGateway nat-a"],
      ...["Route private-a", "Route private-b", "Route public"],
      ...["RouteTable private-a", "RouteTable private-b", "RouteTable public"],
      ...["RouteTableAssociation private-a", "RouteTableAssociation private-b"],
      ...["RouteTableAssociation public-a", "RouteTableAssociation public-b"],
      ...["Subnet private-a", "Subnet private-b", "Subnet public-a", "Subnet public-b", "Vpc network"],
    ]);
  });

  it("makes all of it through the account's one provider", () => {
    for (const { urn, provider } of network.made) assert.match(provider, /pulumi:providers:aws::aws$/, urn);
  });

  it("gives the VPC the DNS that Fargate and the endpoints of services need", () => {
    const { enableDnsSupport, enableDnsHostnames } = network.the("Vpc", "network").inputs;
    assert.deepEqual([enableDnsSupport, enableDnsHostnames], [true, true]);
  });

  it("tags subnets with the load balancers they are for, and with no cluster", () => {
    const tags = (name: string) => network.the("Subnet", name).inputs.tags;
    assert.deepEqual(tags("public-a"), { Name: "turnout-public-a", "kubernetes.io/role/elb": "1" });
    assert.deepEqual(tags("private-b"), {
      Name: "turnout-private-b",
      "kubernetes.io/role/internal-elb": "1",
    });
  });

  it("puts each subnet into its zone and into the table that leads out of it", () => {
    assert.equal(network.the("Subnet", "private-b").inputs.availabilityZone, "eu-central-1b");
    assert.equal(network.the("Subnet", "private-b").inputs.cidrBlock, "10.0.64.0/18");
    const ways = network.ofKind("Route").map(({ name, inputs }) => {
      const { destinationCidrBlock, gatewayId, natGatewayId } = inputs;
      return [name, destinationCidrBlock, gatewayId ?? natGatewayId];
    });
    assert.deepEqual(ways.sort(), [
      ["private-a", "0.0.0.0/0", "nat-a"],
      ["private-b", "0.0.0.0/0", "nat-a"],
      ["public", "0.0.0.0/0", "network"],
    ]);
    const tables = network
      .ofKind("RouteTableAssociation")
      .map(({ name, inputs }) => [name, inputs.subnetId, inputs.routeTableId]);
    assert.deepEqual(tables.sort(), [
      ["private-a", "private-a", "private-a"],
      ["private-b", "private-b", "private-b"],
      ["public-a", "public-a", "public"],
      ["public-b", "public-b", "public"],
    ]);
  });

  it("lets nothing through the group that nobody asks for", () => {
    const { ingress, egress } = network.the("DefaultSecurityGroup", "default").inputs;
    assert.deepEqual([ingress, egress], [[], []]);
  });

  it("has a NAT gateway in each zone where asked, by which the zone's pods go out", async () => {
    const each = await declare({ natPerZone: true });
    assert.deepEqual(
      each.titles.filter((title) => !network.titles.includes(title)),
      ["Eip nat-b", "NatGateway nat-b"],
    );
    assert.equal(each.the("Route", "private-b").inputs.natGatewayId, "nat-b");
    assert.equal(each.the("NatGateway", "nat-b").inputs.subnetId, "public-b");
  });

  it("changes nothing of what is there where a zone is appended", async () => {
    const three = await declare({ zones: ["a", "b", "c"] });
    for (const { type, name, inputs } of network.made) {
      const kind = type.split(":").at(-1) ?? "";
      assert.deepEqual(three.the(kind, name).inputs, inputs, `${kind} ${name}`);
    }
  });

  it("keeps a NAT gateway's own way out for as long as the NAT gateway", () => {
    const needed = network.outliving("NatGateway", "nat-a");
    for (const title of ["InternetGateway network", "Route public", "RouteTableAssociation public-a"])
      assert.ok(needed.includes(title), title);
  });

  it("exposes all that a pod reaches AWS by", async () => {
    const kinds: string[] = [];
    await Registrations.of((options) => {
      kinds.push(...new Network("network", two, options).routes.map((one) => one.constructor.name));
    });
    assert.deepEqual(kinds.sort(), [
      ...["InternetGateway", "NatGateway", "Route", "Route", "Route"],
      ...Array.from({ length: 4 }, () => "RouteTableAssociation"),
    ]);
  });
});

describe("Endpoints", () => {
  let endpoints: Registrations;
  before(async () => {
    endpoints = await Registrations.of((options) => {
      const { vpcId, privateSubnetIds, privateRouteTableIds } = new Network("network", two, options);
      const args = { ...two, vpcId, privateSubnetIds, privateRouteTableIds };
      return new Endpoints("endpoints", args, options);
    });
  });

  it("leads to the services by their usual names, in every private subnet", () => {
    const services = ["ecr-api", "ecr-dkr", "logs", "sts"];
    const found = endpoints.ofKind("VpcEndpoint").filter(({ name }) => name !== "s3");
    assert.deepEqual(found.map(({ name }) => name).sort(), services);
    for (const { name, inputs } of found) {
      const { tags, ...rest } = inputs;
      assert.deepEqual(rest, {
        vpcId: "network",
        serviceName: `com.amazonaws.eu-central-1.${name.replace("-", ".")}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: ["private-a", "private-b"],
        securityGroupIds: ["endpoints"],
      });
      assert.deepEqual(tags, { Name: `turnout-${name.replace("-", ".")}` });
    }
  });

  it("leads to S3 from every private route table", () => {
    const { serviceName, vpcEndpointType, routeTableIds } = endpoints.the("VpcEndpoint", "s3").inputs;
    assert.deepEqual(
      [serviceName, vpcEndpointType, routeTableIds],
      ["com.amazonaws.eu-central-1.s3", "Gateway", ["private-a", "private-b"]],
    );
  });

  it("lets in HTTPS from the VPC and nothing else", () => {
    const rules = endpoints.ofKind("SecurityGroupIngressRule").map(({ inputs }) => inputs);
    assert.deepEqual(rules, [
      {
        securityGroupId: "endpoints",
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        description: "HTTPS from the VPC",
      },
    ]);
    assert.equal(endpoints.the("SecurityGroup", "endpoints").inputs.ingress, undefined);
  });
});

/** First and last address of a block, as numbers. */
function rangeOf(cidr: string): readonly [number, number] {
  const [address = "", bits] = cidr.split("/");
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(bits));
  assert.equal(first % size, 0, `${cidr} starts inside of a block`);
  return [first, first + size - 1];
}

const letters = fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"], { minLength: 1, maxLength: 3 });
const vpcs = fc.integer({ min: 0, max: 255 }).map((second) => `10.${second}.0.0/16`);

describe("subnets", () => {
  it("gives each zone a block for load balancers and one for pods", () => {
    assert.deepEqual(subnets("10.0.0.0/16", ["a", "b", "c"]), [
      { zone: "a", public: "10.0.192.0/24", private: "10.0.0.0/18" },
      { zone: "b", public: "10.0.193.0/24", private: "10.0.64.0/18" },
      { zone: "c", public: "10.0.194.0/24", private: "10.0.128.0/18" },
    ]);
  });

  it("keeps all blocks inside of the VPC and apart from each other", () => {
    fc.assert(
      fc.property(vpcs, letters, (cidr, zones) => {
        const [first, last] = rangeOf(cidr);
        const ranges = subnets(cidr, zones)
          .flatMap((zone) => [zone.public, zone.private])
          .map(rangeOf)
          .sort(([a], [b]) => a - b);
        let free = first;
        for (const [start, end] of ranges) {
          assert.ok(start >= free && end <= last);
          free = end + 1;
        }
      }),
    );
  });

  it("keeps every block where a zone is appended", () => {
    fc.assert(
      fc.property(vpcs, letters, (cidr, zones) => {
        for (let count = 1; count < zones.length; count++)
          assert.deepEqual(subnets(cidr, zones.slice(0, count)), subnets(cidr, zones).slice(0, count));
      }),
    );
  });

  it("refuses a zone for which there is no block", () => {
    assert.throws(() => subnets("10.0.0.0/16", ["a", "b", "c", "d"]), {
      message: "A VPC of 16 bits has private subnets for 3 zones, not for 4.",
    });
    for (const zone of ["g", "ab", ""])
      assert.throws(() => subnets("10.0.0.0/16", [zone]), {
        message: `${zone} is no letter of a zone from a to f.`,
      });
  });
});

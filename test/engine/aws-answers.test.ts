import assert from "node:assert/strict";
import { awsPackages } from "./aws-cloud";
import { CLUSTER, PROFILE, takesPods } from "./aws-eks";
import { SimulatedCloud } from "./simulated-cloud";
import type { Properties } from "./wire-value";

describe("the simulated AWS", () => {
  let aws: SimulatedCloud;
  beforeEach(() => {
    aws = new SimulatedCloud("aws", awsPackages().aws);
  });

  /** Checks and creates, as the engine does. */
  async function make(type: string, name: string, given: Properties) {
    const { inputs } = aws.check({ type, name, inputs: given, seed: "0123456789abcdef" });
    return aws.create(type, inputs, false);
  }

  it("makes up a name that the program didn't give, and keeps it", async () => {
    const role = await make("aws:iam/role:Role", "admin", { assumeRolePolicy: "{}" });
    assert.deepEqual(
      [role.id, role.properties.arn],
      ["admin-0123456", "arn:aws:iam::111122223333:role/admin-0123456"],
    );
    const again = aws.check({
      type: "aws:iam/role:Role",
      name: "admin",
      inputs: {},
      old: role.properties,
      seed: "fedcba9876543210",
    });
    assert.equal(again.inputs.name, "admin-0123456");
  });

  it("refuses a second object of one name", async () => {
    await make("aws:ecr/repository:Repository", "shop", { name: "shop" });
    await assert.rejects(make("aws:ecr/repository:Repository", "store", { name: "shop" }), {
      message: 'AlreadyExists: aws:ecr/repository:Repository "shop" exists already',
    });
  });

  it("asks for one DNS record for a domain and its wildcard", async () => {
    const certificate = await make("aws:acm/certificate:Certificate", "shop", {
      domainName: "shop.example",
      subjectAlternativeNames: ["*.shop.example"],
    });
    const options = certificate.properties.domainValidationOptions as Record<string, string>[];
    assert.deepEqual(
      options.map(({ domainName }) => domainName),
      ["shop.example", "*.shop.example"],
    );
    assert.match(options[0]?.resourceRecordName ?? "", /^_[0-9a-f]{32}\.shop\.example\.$/);
    assert.equal(options[0]?.resourceRecordName, options[1]?.resourceRecordName);
  });

  it("keeps what it knows of an object that changes", async () => {
    const { id, properties } = await make(CLUSTER, "main", { name: "main", vpcConfig: { subnetIds: [] } });
    const preview = aws.preview(CLUSTER, { name: "main", tags: { team: "shop" } }, properties);
    assert.deepEqual(
      [preview.arn, preview.endpoint, preview.tags],
      [properties.arn, properties.endpoint, { team: "shop" }],
    );
    const inputs = { name: "main", vpcConfig: { subnetIds: [] }, tags: { team: "shop" } };
    const { properties: changed } = await aws.update(CLUSTER, id, properties, inputs, false);
    assert.deepEqual(changed, { ...properties, tags: { team: "shop" } });
  });

  it("knows nothing that belongs to a cluster which isn't there", async () => {
    for (const type of [PROFILE, "aws:eks/addon:Addon", "aws:eks/accessEntry:AccessEntry"])
      await assert.rejects(make(type, "it", { clusterName: "gone" }), {
        message: "ResourceNotFoundException: No cluster found for name: gone.",
      });
  });

  it("takes pods of the namespaces that a profile's wildcards match, and keeps the cluster until it is gone", async () => {
    await make(CLUSTER, "main", { name: "main" });
    const selectors = [{ namespace: "kube-system" }, { namespace: "env-*" }, { namespace: "v?" }];
    const profile = await make(PROFILE, "environments", { clusterName: "main", selectors });
    const taken = (namespace: string) => takesPods(namespace, aws.list());
    assert.deepEqual(["kube-system", "env-shop", "v1", "v10", "my-env-shop", "kube-systemd"].map(taken), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    assert.throws(() => aws.delete(CLUSTER, "main"), {
      message:
        "ResourceInUseException: Cluster main still has the Fargate profile main:environments-0123456.",
    });
    aws.delete(PROFILE, profile.id);
    aws.delete(CLUSTER, "main");
    assert.deepEqual(aws.list(), []);
  });

  it("answers with the routes of a subnet's own table, and with none of the main one", async () => {
    const { id: subnetId } = await make("aws:ec2/subnet:Subnet", "a", { vpcId: "vpc-1" });
    const asked = () => aws.invoke("aws:ec2/getRouteTable:getRouteTable", { subnetId });
    assert.throws(asked, {
      message: "query returned no results. Please change your search criteria and try again",
    });
    const { id: routeTableId } = await make("aws:ec2/routeTable:RouteTable", "a", { vpcId: "vpc-1" });
    await make("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", { subnetId, routeTableId });
    await make("aws:ec2/route:Route", "a", {
      routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: "nat-1",
    });
    assert.deepEqual(asked().routes, [{ cidrBlock: "0.0.0.0/0", gatewayId: "", natGatewayId: "nat-1" }]);
  });

  it("lets a test answer in its place, and fails a function that nobody answers", () => {
    const images = { imageIds: [{ imageDigest: "sha256:1", imageTag: "shop-1" }] };
    const other = new SimulatedCloud("aws", awsPackages({ "aws:ecr/getImages:getImages": () => images }).aws);
    assert.deepEqual(other.invoke("aws:ecr/getImages:getImages", {}), images);
    assert.equal(other.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).accountId, "111122223333");
    assert.throws(() => other.invoke("aws:ec2/getAmi:getAmi", {}), {
      message: "The simulated aws cloud has no function aws:ec2/getAmi:getAmi; give it one.",
    });
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Inputs } from "../../kinds/kind";
import { kindName, shortType } from "../../kinds/lookup";
import { replaces as replacesFor, ruledBy } from "../../kinds/replacement";
import table from "../../kinds/replacement.json";
import { replacementIn } from "../../tools/replacement";
import { declareOnAws, wholePlatform } from "../components/on-aws";

const everything = async () =>
  (
    await Promise.all([
      wholePlatform(),
      declareOnAws(),
      declareOnAws({ stack: "state", settings: { "turnout:role": "state" } }),
    ])
  ).flatMap(({ resources }) => resources);

const replaces = (
  type: string,
  path: string,
  sides: { readonly before?: unknown; readonly after?: unknown } = { before: "a", after: "b" },
  provider?: Inputs,
) => replacesFor(type, { path, ...sides }, provider);

describe("a change that makes the engine delete and make again", () => {
  for (const [type, path] of [
    ["kubernetes:core/v1:ConfigMap", "metadata.name"],
    ["kubernetes:core/v1:ConfigMap", "metadata.namespace"],
    ["kubernetes:core/v1:ConfigMap", "kind"],
    ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "apiVersion"],
    ["kubernetes:apps/v1:Deployment", 'spec.selector.matchLabels["turnout.dev/color"]'],
    ["kubernetes:core/v1:Secret", "type"],
    ["kubernetes:core/v1:Secret", "stringData.API_KEY"],
    ["kubernetes:core/v1:Service", "spec.clusterIP"],
    ["pulumi:providers:kubernetes", "clusterIdentifier"],
    ["pulumi:providers:aws", "region"],
    ["pulumi:providers:aws", "allowedAccountIds"],
  ] as const)
    it(`is one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), true);
    });

  for (const [type, path] of [
    ["kubernetes:core/v1:ConfigMap", "metadata.labels.name"],
    ["kubernetes:policy/v1:PodDisruptionBudget", "spec.maxUnavailable"], // fixed in v1beta1 only
    ["kubernetes:core/v1:Secret", "immutable"],
    ["kubernetes:apps/v1:Deployment", "spec.template.metadata.name"],
    ["kubernetes:apps/v1:Deployment", "spec.replicas"],
    ["kubernetes:core/v1:Service", "spec.selector"],
    ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "spec.hostnames[0]"],
    ["pulumi:providers:kubernetes", "context"],
    ["pulumi:providers:aws", "defaultTags"],
    ["aws:s3/bucket:Bucket", "metadata.name"],
  ] as const)
    it(`is not one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), false);
    });
});

describe("a change that makes AWS make again", () => {
  for (const [type, path] of [
    ["aws:ec2/vpc:Vpc", "cidrBlock"],
    ["aws:ec2/subnet:Subnet", "availabilityZone"],
    ["aws:ec2/natGateway:NatGateway", "subnetId"],
    ["aws:ec2/route:Route", "destinationCidrBlock"],
    ["aws:ec2/securityGroup:SecurityGroup", "description"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "securityGroupId"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "serviceName"],
    ["aws:ecr/repository:Repository", "encryptionConfigurations[0].kmsKey"],
    ["aws:ecr/lifecyclePolicy:LifecyclePolicy", "policy.rules[0].description"],
    ["aws:eks/fargateProfile:FargateProfile", "selectors[0].namespace"],
    ["aws:eks/addon:Addon", "addonName"],
    ["aws:iam/policy:Policy", "description"],
    ["aws:iam/role:Role", "name"],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
    ["aws:kms/key:Key", "keyUsage"],
    ["aws:cloudwatch/logGroup:LogGroup", "name"],
    ["aws:acm/certificate:Certificate", "subjectAlternativeNames[0]"],
    ["aws:route53/record:Record", "name"],
    ["aws:route53/record:Record", "type"],
    ["aws:s3/bucket:Bucket", "bucket"],
    ["eks:index:Cluster", "name"],
    ["kubernetes:helm.sh/v3:Release", "namespace"],
  ] as const)
    it(`is one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), true);
    });

  for (const [type, path] of [
    ["aws:ec2/vpc:Vpc", "enableDnsHostnames"],
    ["aws:ec2/subnet:Subnet", "tags.Name"],
    ["aws:ec2/internetGateway:InternetGateway", "vpcId"],
    ["aws:ec2/route:Route", "natGatewayId"],
    ["aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "toPort"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "subnetIds[2]"],
    ["aws:ecr/repository:Repository", "imageTagMutability"],
    ["aws:iam/policy:Policy", "policy.Statement[A].Action"],
    ["aws:iam/role:Role", "description"],
    ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", "clientIdLists[1]"],
    ["aws:kms/alias:Alias", "targetKeyId"],
    ["aws:cloudwatch/logGroup:LogGroup", "retentionInDays"],
    // In place since EKS can; ignored after creation by pulumi-eks.
    ["eks:index:Cluster", "privateSubnetIds[2]"],
    ["eks:index:Cluster", "version"],
    ["eks:index:Cluster", "bootstrapSelfManagedAddons"],
    ["kubernetes:helm.sh/v3:Release", "version"],
  ] as const)
    it(`is not one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), false);
    });

  it("is a ConfigMap's data unless its provider is told otherwise", () => {
    const type = "kubernetes:core/v1:ConfigMap";
    assert.equal(replaces(type, "data.project"), true);
    assert.equal(replaces(type, "data.project", {}, { enableConfigMapMutable: true }), false);
  });

  const rule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  it("is a rule's source of another kind, and not another of the same kind", () => {
    assert.equal(replaces(rule, "cidrIpv4", { before: "10.0.0.0/16", after: "10.1.0.0/16" }), false);
    assert.equal(replaces(rule, "cidrIpv4", { before: "10.0.0.0/16", after: undefined }), true);
    assert.equal(replaces(rule, "referencedSecurityGroupId", { before: undefined, after: "sg" }), true);
  });

  it("is a cluster that is no longer encrypted, and not one that is from now on", () => {
    const path = "encryptionConfigKeyArn";
    assert.equal(replaces("eks:index:Cluster", path, { before: "a", after: undefined }), true);
    assert.equal(replaces("eks:index:Cluster", path, { before: undefined, after: "a" }), false);
    assert.equal(replaces("eks:index:Cluster", path, { before: "a", after: "b" }), false);
  });

  it("is known of every kind that is declared here", async () => {
    const kinds = new Map<string, boolean>();
    for (const { type, inputs } of await everything())
      if (/^(aws|eks):/.test(type)) {
        const known = Object.keys(inputs).some((path) => replaces(type, path));
        kinds.set(shortType(type), (kinds.get(shortType(type)) ?? false) || known);
      }
    const without = [...kinds].flatMap(([kind, known]) => (known ? [] : [kind]));
    // A key's fixed properties have defaults that are taken here; an internet gateway has none.
    assert.deepEqual(without.sort(), ["ec2:InternetGateway", "kms:Key"]);
    assert.ok(kinds.size > 25);
  });
});

describe("the words of the providers", () => {
  const { packages } = JSON.parse(readFileSync(join(__dirname, "../../package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string } | undefined>;
  };
  const installed = (name: string) => packages[`node_modules/${name}`]?.version;

  it("are those of the schema of the installed version; else run tools/replacement.ts", () => {
    assert.equal(table.version, installed(table.package));
  });

  it("are those of the code of the installed version; else read it again (kinds/replacement.ts)", () => {
    for (const [name, version] of Object.entries(ruledBy)) assert.equal(version, installed(name), name);
  });

  it("are there for every type of AWS that is declared here; else run tools/replacement.ts", async () => {
    const types = (await everything()).map(({ type }) => type).filter((type) => type.startsWith("aws:"));
    assert.deepEqual([...new Set(types)].sort(), Object.keys(table.types));
  });

  const schema = {
    resources: {
      "aws:a/b:B": {
        inputProperties: {
          open: {},
          name: { willReplaceOnChanges: true },
          parts: { items: { $ref: "#/types/aws:a%2FPart:Part" } },
          whole: { $ref: "#/types/aws:a%2FPart:Part", replaceOnChanges: true },
        },
      },
    },
    types: {
      "aws:a/Part:Part": {
        properties: {
          key: { willReplaceOnChanges: true },
          size: {},
          inner: { $ref: "#/types/aws:a%2FPart:Part" },
        },
      },
    },
  };

  it("are read off a package schema, however deep", () => {
    assert.deepEqual(replacementIn(schema, "aws:a/b:B"), ["name", "parts[*].key", "whole"]);
  });

  it("are asked for of a type that the schema doesn't have", () => {
    assert.throws(() => replacementIn(schema, "aws:a/c:C"), {
      message: "The schema has no aws:a/c:C; test/identity lists it.",
    });
  });
});

describe("kindName", () => {
  it("is the last part of a type", () => {
    assert.equal(kindName("kubernetes:apps/v1:Deployment"), "Deployment");
    assert.equal(kindName("plain"), "plain");
  });
});

import assert from "node:assert/strict";
import { kindOf, replaces } from "../../diff/replacement";
import { shortType } from "../../diff/short-type";
import { declareOnAws, wholePlatform } from "../stacks/on-aws";

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
    ["kubernetes:policy/v1:PodDisruptionBudget", "spec.maxUnavailable"],
    ["kubernetes:core/v1:PersistentVolumeClaim", "spec.storageClassName"],
    ["kubernetes:apps/v1:StatefulSet", "spec.serviceName"],
    ["kubernetes:batch/v1:Job", "spec.template.spec.containers[0].image"],
    ["pulumi:providers:kubernetes", "clusterIdentifier"],
    ["pulumi:providers:aws", "region"],
    ["pulumi:providers:aws", "allowedAccountIds"],
  ] as const)
    it(`is one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), true);
    });

  for (const [type, path] of [
    ["kubernetes:core/v1:ConfigMap", "metadata.labels.name"],
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
    ["aws:route53/record:Record", "type"],
    // In place since EKS can; ignored after creation by pulumi-eks.
    ["eks:index:Cluster", "privateSubnetIds[2]"],
    ["eks:index:Cluster", "version"],
    ["eks:index:Cluster", "bootstrapSelfManagedAddons"],
    ["kubernetes:helm.sh/v3:Release", "version"],
  ] as const)
    it(`is not one of ${path} of ${type}`, () => {
      assert.equal(replaces(type, path), false);
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
    const recordings = await Promise.all([
      wholePlatform(),
      declareOnAws(),
      declareOnAws({ stack: "state", settings: { "turnout:role": "state" } }),
    ]);
    const kinds = new Map<string, boolean>();
    for (const { type, inputs } of recordings.flatMap(({ resources }) => resources))
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

describe("kindOf", () => {
  it("is the last part of a type", () => {
    assert.equal(kindOf("kubernetes:apps/v1:Deployment"), "Deployment");
    assert.equal(kindOf("plain"), "plain");
  });
});

import assert from "node:assert/strict";
import type { Op } from "../../diff/change";
import { impactOf } from "../../diff/compare";
import type { Impact } from "../../kinds/kind";
import { shortType } from "../../kinds/lookup";
import { declareOnAws, wholePlatform } from "../components/on-aws";

interface CloudCase {
  readonly type: string;
  readonly name?: string;
  readonly op: Op;
  readonly path?: string;
  readonly before?: number;
  readonly after?: number;
}

const key = "aws:kms/key:Key";
const logs = "aws:cloudwatch/logGroup:LogGroup";
const lifecycle = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const subnet = "aws:ec2/subnet:Subnet";
const cluster = "eks:index:Cluster";
const role = "aws:iam/role:Role";
const release = "kubernetes:helm.sh/v3:Release";
const balancer = "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration";
const crds = "kubernetes:yaml/v2:ConfigFile";
const record = "aws:route53/record:Record";

const cloudSpec: readonly (readonly [promise: string, change: CloudCase, impact: Impact])[] = [
  ["a key that goes away takes with it what it encrypts", { type: key, op: "delete" }, "data"],
  ["a key that is made again is another key", { type: key, op: "replace", path: "keyUsage" }, "data"],
  ["a key that is disabled stops what starts", { type: key, op: "update", path: "isEnabled" }, "traffic"],
  ["a key's policy can lock out what starts", { type: key, op: "update", path: "policy" }, "traffic"],
  ["a key that rotates is no traffic", { type: key, op: "update", path: "enableKeyRotation" }, "none"],
  [
    "a repository of images that goes away can lose data",
    { type: "aws:ecr/repository:Repository", op: "delete" },
    "data",
  ],
  [
    "a repository that scans is no traffic",
    { type: "aws:ecr/repository:Repository", op: "update", path: "imageScanningConfiguration.scanOnPush" },
    "none",
  ],
  ["a bucket that goes away can lose data", { type: "aws:s3/bucket:Bucket", op: "delete" }, "data"],
  ["a log group that goes away can lose data", { type: logs, op: "delete" }, "data"],
  [
    "logs that are kept for less time are deleted",
    { type: logs, op: "update", path: "retentionInDays", before: 90, after: 30 },
    "data",
  ],
  [
    "logs that were kept for ever and no longer are, are deleted",
    { type: logs, op: "update", path: "retentionInDays", after: 30 },
    "data",
  ],
  [
    "logs that are kept for longer lose nothing",
    { type: logs, op: "update", path: "retentionInDays", before: 30, after: 90 },
    "none",
  ],
  [
    "logs that are kept for ever lose nothing",
    { type: logs, op: "update", path: "retentionInDays", before: 30 },
    "none",
  ],
  ["without a lifecycle policy no image is deleted", { type: lifecycle, op: "delete" }, "none"],
  [
    "another lifecycle policy may delete images",
    { type: lifecycle, op: "replace", path: "policy.rules[0].selection.countNumber" },
    "data",
  ],
  ["a cluster that goes away can lose data", { type: cluster, op: "delete" }, "data"],
  ["a version of a cluster moves traffic", { type: cluster, op: "update", path: "version" }, "traffic"],
  [
    "what CoreDNS runs on moves traffic",
    { type: cluster, op: "update", path: "fargate.subnetIds[0]" },
    "traffic",
  ],
  [
    "who may enter a cluster is no traffic",
    { type: cluster, op: "update", path: 'accessEntries["role/admin"].principalArn' },
    "none",
  ],
  [
    "who may reach a cluster's API from outside is no traffic",
    { type: cluster, op: "update", path: "publicAccessCidrs[0]" },
    "none",
  ],
  [
    "a Fargate profile that is made again takes its pods with it",
    { type: "aws:eks/fargateProfile:FargateProfile", op: "replace", path: "subnetIds[2]" },
    "traffic",
  ],
  [
    "a NAT gateway that goes away stops what pods ask of others",
    { type: "aws:ec2/natGateway:NatGateway", op: "delete" },
    "traffic",
  ],
  [
    "a route to another NAT gateway moves traffic",
    { type: "aws:ec2/route:Route", op: "update", path: "natGatewayId" },
    "traffic",
  ],
  [
    "a table of a subnet that changes moves traffic",
    { type: "aws:ec2/routeTableAssociation:RouteTableAssociation", op: "update", path: "routeTableId" },
    "traffic",
  ],
  [
    "a subnet that is made again stops traffic",
    { type: subnet, op: "replace", path: "cidrBlock" },
    "traffic",
  ],
  ["a subnet's name is no traffic", { type: subnet, op: "update", path: "tags.Name" }, "none"],
  [
    "a subnet's tag for load balancers moves traffic",
    { type: subnet, op: "update", path: 'tags["kubernetes.io/role/elb"]' },
    "traffic",
  ],
  [
    "a rule of a security group that goes away stops traffic",
    { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", op: "delete" },
    "traffic",
  ],
  [
    "a port of a rule moves traffic",
    { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", op: "update", path: "toPort" },
    "traffic",
  ],
  [
    "what a rule is for is no traffic",
    { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", op: "update", path: "description" },
    "none",
  ],
  [
    "a VPC's default security group is worn by nothing",
    { type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", op: "update", path: "ingress[0]" },
    "none",
  ],
  ["a DNS record that goes away stops traffic", { type: record, op: "delete" }, "traffic"],
  [
    "a DNS record that leads elsewhere moves traffic",
    { type: record, op: "update", path: "records[0]" },
    "traffic",
  ],
  ["how long a DNS record is remembered is no traffic", { type: record, op: "update", path: "ttl" }, "none"],
  [
    "a certificate that is made again stops traffic",
    { type: "aws:acm/certificate:Certificate", op: "replace", path: "domainName" },
    "traffic",
  ],
  [
    "a certificate's validation is only waited for",
    { type: "aws:acm/certificateValidation:CertificateValidation", op: "replace", path: "certificateArn" },
    "none",
  ],
  ["an alarm tells people", { type: "aws:cloudwatch/metricAlarm:MetricAlarm", op: "delete" }, "none"],
  ["a dashboard tells people", { type: "aws:cloudwatch/dashboard:Dashboard", op: "delete" }, "none"],
  [
    "without the controller's rights load balancers stay as they are",
    { type: role, name: "aws-load-balancer-controller", op: "delete" },
    "none",
  ],
  [
    "without the pod execution role the cluster knows no kubelet",
    { type: role, name: "pod-execution", op: "delete" },
    "traffic",
  ],
  [
    "whom the pod execution role trusts moves traffic",
    { type: role, name: "pod-execution", op: "update", path: "assumeRolePolicy.Statement[0].Action" },
    "traffic",
  ],
  [
    "a policy that allows something else is no traffic",
    { type: "aws:iam/policy:Policy", op: "update", path: "policy.Statement[A].Action" },
    "none",
  ],
  [
    "metrics that go away leave the pods as many as they are",
    { type: "aws:eks/addon:Addon", name: "metrics-server", op: "delete" },
    "none",
  ],
  [
    "another add-on that goes away stops traffic",
    { type: "aws:eks/addon:Addon", name: "coredns", op: "delete" },
    "traffic",
  ],
  [
    "an image that is no longer built stays in the registry",
    { type: "docker-build:index:Image", op: "delete" },
    "none",
  ],
  [
    "load balancers without their controller have targets that are gone",
    { type: release, name: "aws-load-balancer-controller", op: "delete" },
    "traffic",
  ],
  [
    "another version of the controller moves traffic",
    { type: release, name: "aws-load-balancer-controller", op: "update", path: "version" },
    "traffic",
  ],
  [
    "how long the controller's installation may take is no traffic",
    { type: release, name: "aws-load-balancer-controller", op: "update", path: "timeout" },
    "none",
  ],
  [
    "a chart that nobody here knows can hold data",
    { type: release, name: "postgresql", op: "delete" },
    "data",
  ],
  [
    "a load balancer's configuration moves traffic",
    { type: balancer, op: "update", path: "spec.scheme" },
    "traffic",
  ],
  [
    "a load balancer's configuration that goes away moves traffic",
    { type: balancer, op: "delete" },
    "traffic",
  ],
  [
    "pods keep the security groups that they started with",
    { type: "kubernetes:vpcresources.k8s.aws/v1beta1:SecurityGroupPolicy", op: "delete" },
    "none",
  ],
  ["definitions that go away take every object of theirs", { type: crds, op: "delete" }, "data"],
  ["other definitions may move traffic", { type: crds, op: "update", path: "file" }, "traffic"],
  ["an unknown kind of AWS can lose data", { type: "aws:rds/cluster:Cluster", op: "delete" }, "data"],
  [
    "an unknown kind of AWS that changes in place is no traffic",
    { type: "aws:rds/cluster:Cluster", op: "update", path: "engineVersion" },
    "none",
  ],
  ["whatever is new is no traffic", { type: cluster, op: "create" }, "none"],
];

describe("impactOf, on AWS,", () => {
  for (const [promise, { type, name = "x", op, path, before, after }, impact] of cloudSpec)
    it(`says that ${promise}`, () => {
      const differences = path === undefined ? [] : [{ path, before, after }];
      assert.equal(impactOf({ type, name, op, differences, serving: false }), impact);
    });

  it("knows every kind that the platform, an environment and the state declare", async () => {
    const recordings = await Promise.all([
      wholePlatform(),
      declareOnAws(),
      declareOnAws({ stack: "state", settings: { "turnout:role": "state" } }),
    ]);
    const losesData = recordings
      .flatMap(({ resources }) => resources)
      .filter(
        ({ type, name }) =>
          impactOf({ type, name, op: "delete", differences: [], serving: false }) === "data",
      );
    assert.deepEqual([...new Set(losesData.map(({ type }) => shortType(type)))].sort(), [
      "cloudwatch:LogGroup",
      "ecr:Repository",
      "eks:Cluster",
      "kms:Key",
      "kubernetes:ConfigFile",
      "kubernetes:Namespace",
      "s3:Bucket",
      // Without these, more people may read the bucket.
      "s3:BucketOwnershipControls",
      "s3:BucketPolicy",
      "s3:BucketPublicAccessBlock",
      "s3:BucketServerSideEncryptionConfiguration",
      "s3:BucketVersioning",
    ]);
  });
});

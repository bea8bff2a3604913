import assert from "node:assert/strict";
import type { Declared, Recording, Value } from "../../program/recording";
import { detailOf } from "../../kinds/lookup";
import { documentIn } from "../../kinds/words";
import { declareOnAws, wholePlatform } from "../components/on-aws";

/** With documents as values, so that any part of them can be hidden. */
const opened = (inputs: Declared["inputs"]): Value =>
  Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, documentIn(value) ?? value]));

describe("the detail of a resource", () => {
  let whole: Recording;
  before(async () => {
    whole = await wholePlatform();
  });
  const of = (type: string, name: string) => {
    const [found] = whole.resources.filter(
      (one) => one.name === name && [`:${type}`, `/${type}`].some((end) => one.type.endsWith(end)),
    );
    assert.ok(found, `${type} ${name}`);
    return detailOf(found);
  };

  for (const [type, name, detail] of [
    ["Vpc", "network", "10.0.0.0/16"],
    ["Subnet", "private-a", "10.0.0.0/18 in eu-central-1a"],
    ["NatGateway", "nat-b", "in subnet public-b"],
    ["Route", "private-b", "0.0.0.0/0 → NAT nat-b"],
    ["Route", "public", "0.0.0.0/0 → gateway network"],
    ["RouteTableAssociation", "public-a", "subnet public-a → route table public"],
    ["DefaultSecurityGroup", "default", "lets nothing in or out"],
    ["SecurityGroup", "environments", "Pods of all environments"],
    ["SecurityGroupIngressRule", "dns-udp", "environments → (security group of cluster), UDP 53"],
    ["SecurityGroupIngressRule", "from-cluster", "(security group of cluster) → environments, all traffic"],
    ["SecurityGroupEgressRule", "to-anywhere", "environments → 0.0.0.0/0, all traffic"],
    ["VpcEndpoint", "s3", "com.amazonaws.eu-central-1.s3, Gateway"],
    ["Record", "wildcard", "*.shop.example CNAME (address of shared)"],
    ["Certificate", "domain", "*.shop.example, shop.example"],
    ["Repository", "smallcase/web", "tags IMMUTABLE_WITH_EXCLUSION, encrypted with KMS"],
    ["Key", "registry", "Encrypts the images of Turnout, rotated"],
    ["Alias", "secrets", "alias/turnout-secrets"],
    ["index:Cluster", "cluster", "turnout, Kubernetes 1.35, API open to 0.0.0.0/0"],
    ["FargateProfile", "environments", "pods in smallcase-*"],
    ["Addon", "metrics-server", "metrics-server, AWS's default version"],
    ["LogGroup", "pods", "/turnout/turnout/pods, kept for 30 days"],
    ["MetricAlarm", "shared-elb-latency", "elb-latency > 2, 5 of 5 minutes"],
    ["role:Role", "pod-execution", "assumed by eks-fargate-pods.amazonaws.com"],
    ["role:Role", "jenkins", "assumed by ec2.amazonaws.com"],
    [
      "role:Role",
      "preview",
      "assumed by token.actions.githubusercontent.com (repo:example/shop:pull_request, repo:example@*/shop@*:pull_request)",
    ],
    [
      "role:Role",
      "aws-load-balancer-controller",
      "assumed by OpenIdConnectProvider cluster (system:serviceaccount:turnout-platform:aws-load-balancer-controller)",
    ],
    ["policy:Policy", "preview-images", "2 statements: LogInToRegistry, ReadImages"],
    ["RolePolicy", "pod-logs", "of role pod-execution, 1 statement: WritePodLogs"],
    ["RolePolicyAttachment", "preview-read", "Policy preview-read → role turnout-turnout-preview"],
    ["OpenIdConnectProvider", "github", "https://token.actions.githubusercontent.com"],
    ["InstanceProfile", "jenkins", "role turnout-turnout-jenkins"],
    [
      "Release",
      "aws-load-balancer-controller",
      "chart aws-load-balancer-controller 3.5.0 from https://aws.github.io/eks-charts",
    ],
    ["Gateway", "shared", "HTTPS 443 *.shop.example, HTTP 80"],
    ["GatewayClass", "alb", "controller gateway.k8s.aws/alb"],
    ["LoadBalancerConfiguration", "shared", "turnout-shared, internet-facing"],
    ["HTTPRoute", "shared-to-https", "redirects to https"],
    ["ClusterRoleBinding", "turnout-previews", "Group turnout:previews → ClusterRole turnout-previews"],
    ["Namespace", "gateways", "turnout-gateway"],
    ["aws", "aws", "eu-central-1"],
  ] as const)
    it(`of ${type} ${name} is ${detail}`, () => {
      assert.equal(of(type, name), detail);
    });

  it("counts what a dashboard shows", () => {
    assert.match(of("Dashboard", "platform") ?? "", /^\d+ widgets$/);
  });

  it("tells what a lifecycle policy deletes", () => {
    assert.match(of("LifecyclePolicy", "smallcase/web") ?? "", /^deletes: [A-Z]/);
  });

  it("is missing where its kind has none, where nothing is known yet, and where it is the name once more", () => {
    const bare = (type: string, inputs: Declared["inputs"] = {}) => detailOf({ type, name: "x", inputs });
    assert.equal(bare("kubernetes:core/v1:ConfigMap"), undefined);
    assert.equal(bare("aws:ec2/subnet:Subnet"), undefined);
    assert.equal(bare("aws:ec2/natGateway:NatGateway"), undefined);
    assert.equal(bare("kubernetes:core/v1:Namespace", { metadata: { name: "x" } }), undefined);
  });

  it("is no longer than two lines of a terminal", () => {
    const detail = detailOf({
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: "x",
      inputs: { description: "d".repeat(300) },
    });
    assert.equal(detail, `${"d".repeat(200)}…`);
  });

  it("never holds a secret, or a digest of one, wherever it is", async () => {
    const environment = await declareOnAws();
    const hide = (value: Value, depth: number): Value => {
      if (depth === 0 || typeof value !== "object" || value === null) return { hidden: "DIGEST" };
      if (Array.isArray(value)) return value.map((one: Value) => hide(one, depth - 1));
      return Object.fromEntries(
        Object.entries(value).map(([key, part]) => [key, hide(part as Value, depth - 1)]),
      );
    };
    for (const resource of [...whole.resources, ...environment.resources])
      for (const depth of [1, 2, 3, 4, 5, 6, 7]) {
        const inputs = hide(opened(resource.inputs), depth) as Declared["inputs"];
        const detail = detailOf({ ...resource, inputs }) ?? "";
        assert.doesNotMatch(detail, /DIGEST|hidden|object Object/, `${resource.urn} ${depth}`);
      }
  });
});

import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { record } from "../../../diff/record";
import { monthlyPrice } from "../../../estimate/monthly-price";
import { targetGroupName } from "../../../naming/aws";
import type { Declared, Recording } from "../../../program/recording";
import { account, aws, declareOnAws, zone } from "../on-aws";
import program from "../../../index";
import { declare, inside, ofKind, the, web } from "../declared";

const owner = { cluster: "turnout", namespace: "smallcase-develop", application: "web" } as const;

describe("an environment on AWS", () => {
  let recording: Recording;
  before(async () => {
    recording = await declareOnAws({ aws: zone });
  });

  it("reaches its cluster by what the platform tells, and knows it by its ARN", () => {
    const provider = the(recording, "kubernetes", "cluster");
    assert.equal(inside(provider, "kubeconfig"), "(kubeconfig of platform)");
    assert.equal(
      inside(provider, "clusterIdentifier"),
      `arn:aws:eks:eu-central-1:${account}:cluster/turnout`,
    );
  });

  it("makes everything through two explicit providers, the one for AWS only in this account", () => {
    const aws = the(recording, "aws", "aws");
    assert.equal(inside(aws, "allowedAccountIds"), JSON.stringify([account]));
    const known = [aws.urn, the(recording, "kubernetes", "cluster").urn];
    for (const { urn, type, provider } of recording.resources)
      if (!type.startsWith("pulumi:providers:") && type !== "docker-build:index:Image")
        assert.ok(known.includes(provider ?? ""), `${urn} by ${provider ?? "a default provider"}`);
  });

  it("keeps pods from being Ready before the load balancer finds them healthy", () => {
    const labels = inside(the(recording, "Namespace", "environment"), "metadata", "labels") as Record<
      string,
      string
    >;
    assert.equal(labels["elbv2.k8s.aws/pod-readiness-gate-inject"], "enabled");
  });

  it("gives each color a target group by pods' addresses, with the gateway's delay and a name to find it by", () => {
    for (const color of ["blue", "green"] as const) {
      const { spec } = the(recording, "TargetGroupConfiguration", `web-${color}`).inputs as {
        spec: { defaultConfiguration: object; routeConfigurations: object[] };
      };
      assert.deepEqual(spec, {
        targetReference: { group: "", kind: "Service", name: `web-${color}` },
        defaultConfiguration: {
          targetType: "ip",
          healthCheckConfig: {
            healthCheckProtocol: "HTTP",
            healthCheckPath: "/readyz",
            healthCheckInterval: 5,
            healthCheckTimeout: 2,
            healthyThresholdCount: 2,
            unhealthyThresholdCount: 2,
          },
          targetGroupAttributes: [
            { key: "deregistration_delay.timeout_seconds", value: "30" },
            { key: "load_balancing.algorithm.type", value: "least_outstanding_requests" },
          ],
        },
        routeConfigurations: [
          {
            // Only the route that takes the traffic: two target groups of one name would be one too many.
            routeIdentifier: { kind: "HTTPRoute", namespace: "smallcase-develop", name: "web" },
            targetGroupProps: { targetGroupName: targetGroupName({ ...owner, color }) },
          },
        ],
      });
    }
  });

  it("checks a target as its pod is checked, within what a load balancer takes", async () => {
    const probes = [
      [2, 2],
      [5, 5],
      [1, 1],
      [300, 60],
    ];
    const applications = probes.map(([periodSeconds, timeoutSeconds], index) => ({
      ...web,
      name: `web${index}`,
      probes: { ...web.probes, readiness: { path: "/readyz", periodSeconds, timeoutSeconds } },
    }));
    const declared = await declareOnAws({ applications });
    const checks = applications.map(({ name }) => {
      const found = the(declared, "TargetGroupConfiguration", `${name}-blue`);
      return ["healthCheckInterval", "healthCheckTimeout"].map((key) =>
        inside(found, "spec", "defaultConfiguration", "healthCheckConfig", key),
      );
    });
    // At least every 5 s, at least for 2 s, and for less than the interval.
    assert.deepEqual(checks, [
      [5, 2],
      [5, 4],
      [5, 2],
      [300, 60],
    ]);
  });

  it("lets every pod of its namespace wear the shared security group and one of its own, which only they get into", () => {
    const policy = the(recording, "SecurityGroupPolicy", "environment");
    assert.deepEqual(inside(policy, "spec", "securityGroups", "groupIds"), [
      "(security group of platform)",
      "environment",
    ]);
    const [rule] = ofKind(recording, "SecurityGroupIngressRule");
    assert.ok(rule);
    assert.deepEqual(
      [inside(rule, "securityGroupId"), inside(rule, "referencedSecurityGroupId")],
      ["environment", "environment"],
    );
    // The empty selector takes every pod: one with other labels, a Job's say, would wear the cluster's group.
    assert.deepEqual(inside(policy, "spec", "podSelector"), {});
    assert.equal(ofKind(recording, "SecurityGroupPolicy").length, 1);
  });

  it("attaches its routes to the listener that takes traffic, not to the one that leads there", () => {
    for (const name of ["web", "web--preview"])
      assert.deepEqual(inside(the(recording, "HTTPRoute", name), "spec", "parentRefs"), [
        {
          group: "gateway.networking.k8s.io",
          kind: "Gateway",
          name: "shared",
          namespace: "turnout-gateway",
          sectionName: "https",
        },
      ]);
  });

  it("runs the image by its content's tag, in the account's registry, and builds it for Fargate's only processor", () => {
    const image = the(recording, "Image", "web");
    const [ref] = inside(image, "tags") as string[];
    assert.match(
      ref ?? "",
      /^111122223333\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/smallcase\/web:[0-9a-f]{16}$/,
    );
    const container = inside(
      the(recording, "Deployment", "web-blue"),
      "spec",
      "template",
      "spec",
      "containers",
      0,
    );
    assert.equal((container as { image: string }).image, ref);
    assert.deepEqual(inside(image, "platforms"), ["linux/amd64"]);
    assert.equal(inside(image, "buildOnPreview"), false);
  });

  it("builds without what other branches cached where it is kept, and with it where it goes with its branch", async () => {
    const cache = ({ inputs }: Declared) => [inputs.cacheFrom, inputs.noCache];
    assert.deepEqual(cache(the(recording, "Image", "web")), [undefined, true]);
    const branch = await declareOnAws({ aws: zone, stack: "pr-x" });
    assert.deepEqual(cache(the(branch, "Image", "web")), [
      [{ registry: { ref: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/smallcase/web:cache" } }],
      undefined,
    ]);
  });

  it("doesn't build again what it has pushed, however it would be built today", async () => {
    const image = the(recording, "Image", "web");
    assert.deepEqual(image.ignoreChanges, []);
    const tags = inside(image, "tags");
    const checkpoint = { [image.urn]: { type: image.type, outputs: { tags } } };
    const again = await declareOnAws({ aws: zone, checkpoint });
    assert.deepEqual(the(again, "Image", "web").ignoreChanges, ["cacheFrom", "cacheTo", "noCache"]);
    const other = { [image.urn]: { type: image.type, outputs: { tags: ["another"] } } };
    const next = await declareOnAws({ aws: zone, checkpoint: other });
    assert.deepEqual(the(next, "Image", "web").ignoreChanges, []);
  });

  it("has alarms and a page where people depend on it, and none where it goes with its branch", async () => {
    assert.equal(ofKind(recording, "MetricAlarm").length, 3);
    assert.equal(ofKind(recording, "Dashboard").length, 1);
    const branch = await declareOnAws({ aws: zone, stack: "pr-x" });
    assert.deepEqual([...ofKind(branch, "MetricAlarm"), ...ofKind(branch, "Dashboard")], []);
  });

  it("needs no DNS of its own where the wildcard leads to its Gateway", () => {
    assert.deepEqual(ofKind(recording, "Record"), []);
  });

  it("is found by records of its own on a Gateway that was opened later", async () => {
    const later = await declareOnAws({ aws: zone, gateway: { others: ["shared-2"] } });
    assert.equal(inside(the(later, "HTTPRoute", "web"), "spec", "parentRefs", 0, "name"), "shared-2");
    assert.deepEqual(
      ofKind(later, "Record").map(({ inputs }) => [inputs.name, inputs.type, inputs.records]),
      ["smallcase-develop.shop.example", "smallcase-develop--preview.shop.example"]
        .sort()
        .map((host) => [host, "CNAME", ["(address of shared-2)"]]),
    );
  });

  it("refuses a Gateway that the platform hasn't made yet, unless it has one of its own", async () => {
    const ahead = (more: object) => {
      const gateway = { namespace: "turnout-gateway", name: "shared" };
      const values = {
        "turnout:domain": "shop.example",
        "turnout:platform": "platform",
        "turnout:aws": JSON.stringify({ ...aws, ...zone }),
        "turnout:gateway": JSON.stringify(gateway), // what the platform's last update had
        "turnout:applications": JSON.stringify([web]),
      };
      const merged = () => {
        pulumi.runtime.setConfig("turnout:gateway", JSON.stringify({ ...gateway, ...more }));
        return program();
      };
      const config = { values, secretKeys: [] };
      return record({ program: merged, project: "turnout", stack: "dev", config, checkpoint: {} });
    };
    await assert.rejects(ahead({ others: ["shared-2"] }), {
      message:
        "Platform platform has no Gateway shared-2 yet, which turnout:gateway.others names: run `pulumi up --stack platform` first.",
    });
    assert.ok(the(await ahead({ others: ["shared-2"], own: true }), "Gateway", "own"));
  });

  it("has a load balancer of its own where it asks for one", async () => {
    const own = await declareOnAws({ aws: zone, gateway: { own: true }, stack: "prod" });
    const gateway = the(own, "Gateway", "own");
    assert.equal(inside(gateway, "metadata", "namespace"), "smallcase-blue");
    assert.equal(
      inside(the(own, "HTTPRoute", "web"), "spec", "parentRefs", 0, "namespace"),
      "smallcase-blue",
    );
    assert.equal(ofKind(own, "Record").length, 2);
    const [first] = ofKind(own, "Record");
    assert.deepEqual(first?.inputs.records, ["(address of own)"]);
  });

  it("is priced with an address of its own load balancer in each zone", async () => {
    const inZones = async (zones?: readonly string[]) => {
      const own = await declareOnAws({
        aws: { ...zone, ...(zones && { zones }) },
        gateway: { own: true },
        stack: "prod",
      });
      return monthlyPrice(own)?.items.find(({ what }) => what === "public IPv4 address")?.count;
    };
    assert.deepEqual([await inZones(), await inZones(["a", "b", "c"])], [2, 3]);
  });

  it("answers over plain HTTP without a domain, at a load balancer that has to be told the host", async () => {
    const plain = await declareOnAws();
    assert.deepEqual(
      Object.keys(inside(the(plain, "HTTPRoute", "web"), "spec", "parentRefs", 0) as object).sort(),
      ["group", "kind", "name", "namespace"],
    );
    assert.deepEqual(ofKind(plain, "Record"), []);
  });

  it("refuses another account, region or cluster than it was made in, before anything is declared", async () => {
    const outputs = { region: "eu-central-1", allowedAccountIds: '["444455556666"]' };
    await assert.rejects(
      declareOnAws({ checkpoint: { "urn:a": { type: "pulumi:providers:aws", outputs } } }),
      {
        message:
          /^Stack dev belongs to account 444455556666, but turnout:aws\.account is 111122223333; nothing was changed\./,
      },
    );
    const cluster = { clusterIdentifier: "0123456789abcdef" };
    await assert.rejects(
      declareOnAws({ checkpoint: { "urn:p": { type: "pulumi:providers:kubernetes", outputs: cluster } } }),
      {
        message:
          "Stack dev belongs to cluster 0123456789abcdef, but turnout:platform (platform) and turnout:aws lead to cluster " +
          `arn:aws:eks:eu-central-1:${account}:cluster/turnout; nothing was changed. Set them back, or destroy the stack before you move it.`,
      },
    );
  });

  it("has nothing of AWS in it where the platform is local", async () => {
    const local = await declare({ applications: [web] });
    assert.deepEqual(
      local.resources.filter(({ type }) => !/^(kubernetes|pulumi:providers:kubernetes)/.test(type)),
      [],
    );
  });
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { account, gateway, type AwsStack } from "./aws-stack";
import { AwsStacks } from "./aws-stacks";
import type { Outcome } from "./outcome";

const kinds = ({ changes }: Outcome) => [...new Set(changes.map(({ op }) => op))].sort();
const typesOf = ({ changes }: Outcome) => [...new Set(changes.map(({ type }) => type))].sort();
const inCluster = ({ changes }: Outcome) => changes.filter(({ type }) => type.startsWith("kubernetes:"));
const changed = ({ changes }: Outcome) => changes.filter(({ op }) => op !== "read");

describe("a change of a platform on AWS that environments are on, on the real engine", () => {
  let stacks: AwsStacks;
  let platform: AwsStack;
  let dev: AwsStack;
  let asItWas: () => void;

  before(async () => {
    stacks = await AwsStacks.start();
    platform = stacks.platform;
    dev = await stacks.environment("dev");
    await platform.brought();
    await dev.brought();
    asItWas = stacks.simulation.save();
  });
  beforeEach(() => asItWas());
  after(() => stacks.close());

  it("touches nothing in the cluster when logs are kept for longer, or alarms tell somebody", async () => {
    const alarmTopic = `arn:aws:sns:eu-central-1:${account.account}:alarms`;
    await platform.configure({ aws: { ...account, logRetentionDays: 90, alarmTopic } });
    const outcome = await platform.brought();
    assert.deepEqual(kinds(outcome), ["update"]);
    assert.deepEqual(typesOf(outcome), [
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "aws:iam/policy:Policy", // CI may make alarms that tell this topic
    ]);
  });

  it("touches nothing in the cluster when everything in AWS, and the cluster itself, gets another tag", async () => {
    const tagged = () =>
      pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
        if (type === "pulumi:providers:aws")
          return { props: { ...props, defaultTags: JSON.stringify({ tags: { team: "shop" } }) }, opts };
        if (type === "eks:index:Cluster") return { props: { ...props, clusterTags: { owner: "us" } }, opts };
        return undefined;
      });
    const outcome = await platform.brought({}, tagged);
    const cluster = outcome.changes.find(({ type }) => type === "aws:eks/cluster:Cluster");
    for (const path of ["tags.owner", "tagsAll.team"]) assert.ok(cluster?.paths.includes(path), path);
    assert.deepEqual(kinds(outcome), ["update"]);
    assert.deepEqual(inCluster(outcome), []);
    assert.deepEqual(changed(await dev.brought()), []);
  });

  it("raises Kubernetes in place, and replaces nothing in it, nor says so in its preview", async () => {
    await platform.configure({ aws: { ...account, version: "1.36" } });
    for (const outcome of [await platform.preview(), await platform.brought()]) {
      assert.equal(outcome.errors, "");
      assert.deepEqual(kinds(outcome), ["update"]);
      const cluster = outcome.changes.find(({ type }) => type === "aws:eks/cluster:Cluster");
      assert.deepEqual(cluster?.paths, ["version"]);
      assert.deepEqual(inCluster(outcome), []);
    }
    assert.deepEqual(changed(await dev.brought()), []);
  });

  it("opens a further Gateway for the environments that come, and leaves those that are there", async () => {
    const two = { gateway: { ...gateway, others: ["shared-2"] } };
    await platform.configure(two);
    const outcome = await platform.brought();
    const made = outcome.changes.filter(({ type }) => type.endsWith(":Gateway"));
    assert.deepEqual(
      made.map(({ op, name }) => [op, name]),
      [["create", "shared-2"]],
    );
    assert.deepEqual(
      outcome.changes.filter(({ name }) => name === "shared" || name.startsWith("shared-to")),
      [],
    );

    await dev.configure(two);
    assert.deepEqual(changed(await dev.brought()), []);
    const later = await stacks.environment("pr-later", two);
    const first = await later.brought();
    assert.deepEqual(
      [dev.gateway(), later.gateway()],
      ["turnout-gateway/shared", "turnout-gateway/shared-2"],
    );
    // The domain's wildcard leads to the first.
    const records = first.steps.filter(({ type }) => type === "aws:route53/record:Record");
    assert.deepEqual(records.map(({ inputs }) => inputs.name).sort(), [
      "smallcase-later--preview.shop.example",
      "smallcase-later.shop.example",
    ]);
    for (const { inputs } of records)
      assert.match(String(inputs.records), /^turnout-.*shared-2.*\.elb\.amazonaws\.com$/);
  });
});

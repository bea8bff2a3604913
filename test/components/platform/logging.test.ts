import { Role } from "@pulumi/aws/iam";
import assert from "node:assert/strict";
import { ClusterLogs } from "../../../components/platform/cluster-logs";
import { logRouter } from "../../../components/platform/log-router";
import { Logging } from "../../../components/platform/logging";
import { inside, ofKind, the } from "../declared";
import { recorded } from "./recorded";

const account = { account: "111122223333", region: "eu-central-1" };

describe("Logging", () => {
  const declare = () =>
    recorded((options) => {
      const { aws } = options.providers as Record<string, never>;
      const podExecutionRole = new Role("pods", { assumeRolePolicy: "{}" }, { provider: aws });
      const args = { ...account, cluster: "shop", retentionDays: 14, podExecutionRole };
      return new Logging("logging", args, options);
    });

  it("keeps the logs of pods for as long as it is told, and not longer", async () => {
    const group = the(await declare(), "LogGroup", "pods");
    assert.deepEqual([group.inputs.name, group.inputs.retentionInDays], ["/turnout/shop/pods", 14]);
    assert.equal(group.protect, true);
  });

  it("sets up the router where Fargate looks for it", async () => {
    const recording = await declare();
    const home = the(recording, "Namespace", "aws-observability");
    assert.equal(inside(home, "metadata", "name"), "aws-observability");
    assert.equal(inside(home, "metadata", "labels", "aws-observability"), "enabled");
    const router = the(recording, "ConfigMap", "aws-logging");
    assert.equal(inside(router, "metadata", "name"), "aws-logging");
    assert.equal(inside(router, "metadata", "namespace"), "aws-observability");
    assert.deepEqual(
      router.inputs.data,
      logRouter({ region: "eu-central-1", logGroup: "/turnout/shop/pods" }),
    );
  });

  it("lets Fargate write into streams and make no group", async () => {
    const [policy, ...more] = ofKind(await declare(), "RolePolicy");
    assert.ok(policy !== undefined && more.length === 0);
    assert.equal(policy.inputs.role, "pods");
    const statements = inside(policy, "policy", "Statement") as readonly Record<string, unknown>[];
    assert.deepEqual(
      statements.map(({ Effect, Action }) => [Effect, Action]),
      [["Allow", ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]]],
    );
    const group = "arn:aws:logs:eu-central-1:111122223333:log-group:/turnout/shop/pods";
    assert.deepEqual(inside(policy, "policy", "Statement", 0, "Resource"), [group, `${group}:*`]);
  });
});

describe("ClusterLogs", () => {
  it("has the name that EKS writes to, an end, and protection", async () => {
    const args = { cluster: "shop", retentionDays: 90 };
    const group = the(
      await recorded((options) => new ClusterLogs("cluster-logs", args, options)),
      "LogGroup",
      "cluster",
    );
    assert.deepEqual(group.inputs, { name: "/aws/eks/shop/cluster", retentionInDays: 90 });
    assert.equal(group.protect, true);
  });
});

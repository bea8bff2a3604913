import { Role } from "@pulumi/aws/iam";
import assert from "node:assert/strict";
import { ClusterLogs, Logging, logRouter } from "../../../components/platform/logging";
import { podLogGroup } from "../../../naming/aws";
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

// https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html
const most = 5300;
const required = { FILTER: ["name", "match"], OUTPUT: ["name", "match"], PARSER: ["name", "format"] };
const filters = [
  "grep",
  "parser",
  "record_modifier",
  "rewrite_tag",
  "throttle",
  "nest",
  "modify",
  "kubernetes",
];

describe("logRouter", () => {
  // The longest names that settings/aws.ts lets through, and a long region.
  const longest = { region: "ap-southeast-7", logGroup: podLogGroup("a".repeat(27)) };
  const data = logRouter(longest);
  const files = Object.entries(data).filter(([key]) => key.endsWith(".conf"));
  const sections = files.flatMap(([file, text]) =>
    text
      .split(/^\[/m)
      .slice(1)
      .map((section) => {
        const [name = "", ...lines] = section.trimEnd().split("\n");
        const keys = lines.map((line) => /^ {4}(\S+) (.+)$/.exec(line)?.slice(1) as [string, string]);
        return {
          file,
          name: name.replace("]", ""),
          keys: Object.fromEntries(keys.map(([key, value]) => [key.toLowerCase(), value])),
        };
      }),
  );

  it("stays below the 5,300 characters over which Fargate ignores it", () => {
    assert.ok(Object.entries(data).flat().join("").length <= most);
  });

  it("has no variable, for which Fargate refuses it", () => {
    assert.ok(!JSON.stringify(data).includes("${"));
  });

  it("has only sections that Fargate takes, each in its own file and with its required keys", () => {
    assert.deepEqual(
      sections.map(({ file, name }) => [file, name]),
      [
        ["filters.conf", "FILTER"],
        ["filters.conf", "FILTER"],
        ["output.conf", "OUTPUT"],
        ["parsers.conf", "PARSER"],
      ],
    );
    for (const { name, keys } of sections)
      for (const key of required[name as keyof typeof required]) assert.ok(key in keys, `${name} ${key}`);
  });

  it("uses filters that Fargate has, and a parser that is there", () => {
    const used = sections.filter(({ name }) => name === "FILTER").map(({ keys }) => keys);
    for (const { name } of used) assert.ok(filters.includes(name ?? ""), name);
    const parsers = sections.filter(({ name }) => name === "PARSER").map(({ keys }) => keys.name);
    assert.deepEqual([used.find(({ name }) => name === "parser")?.parser], parsers);
  });

  it("reads a line as the container runtime writes it", () => {
    const pattern = sections.find(({ name }) => name === "PARSER")?.keys.regex ?? "";
    const line = "2026-11-21T17:00:00.123456789Z stderr F GET /readyz 200";
    assert.deepEqual(
      { ...new RegExp(pattern).exec(line)?.groups },
      {
        time: "2026-11-21T17:00:00.123456789Z",
        stream: "stderr",
        logtag: "F",
        log: "GET /readyz 200",
      },
    );
  });

  it("writes to the group that is there and makes none", () => {
    const output = sections.find(({ name }) => name === "OUTPUT")?.keys;
    assert.equal(output?.name, "cloudwatch_logs");
    assert.equal(output?.region, longest.region);
    assert.equal(output?.log_group_name, longest.logGroup);
    assert.equal(output?.auto_create_group, "false");
  });
});

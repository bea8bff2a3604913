import assert from "node:assert/strict";
import { podLogGroup } from "../../../components/platform/log-group";
import { logRouter } from "../../../components/platform/log-router";

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

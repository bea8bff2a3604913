import fc from "fast-check";
import assert from "node:assert/strict";
import { type Change, hasDetails, sectionsOf } from "../../diff/change";
import { compare } from "../../diff/compare";
import { formatText } from "../../diff/format";
import { formatMarkdown } from "../../diff/format-markdown";
import { emptyRecording, type Recording } from "../../program/recording";
import { declareOnAws, wholePlatform } from "../components/on-aws";
import { declared, recordingOf } from "./resources";

const subnets = (count: number, cidr = 0) =>
  Array.from({ length: count }, (_, index) =>
    declared(
      "aws:ec2/subnet:Subnet",
      `s${String(index).padStart(2, "0")}`,
      { cidrBlock: `10.${cidr}.${index}.0/24`, availabilityZone: "a" },
      {
        urn: `urn:pulumi:platform::turnout::turnout:platform:Network$aws:ec2/subnet:Subnet::s${String(index).padStart(2, "0")}`,
      },
    ),
  );
const alarm = (threshold: number) => declared("aws:cloudwatch/metricAlarm:MetricAlarm", "a", { threshold });
const diffOf = (changes: readonly Change[]) => ({
  stack: "platform",
  base: "a1",
  head: "b2",
  changes,
  declared: [],
  messages: [],
  warnings: [],
  notes: [],
});
const created = (count: number) => compare(emptyRecording, recordingOf(...subnets(count)));

describe("a list of changes", () => {
  it("stays one list while it fits on a screen", () => {
    assert.equal(sectionsOf(created(30)), undefined);
    assert.deepEqual(
      sectionsOf(created(31))?.map(({ title, changes }) => [title, changes.length]),
      [["Network", 31]],
    );
  });

  it("has what moves traffic or can lose data first, whatever part it is of", () => {
    const before = recordingOf(alarm(1), ...subnets(31), declared("aws:kms/key:Key", "k"));
    const after = recordingOf(alarm(2), ...subnets(31, 1));
    const sections = sectionsOf(compare(before, after));
    assert.deepEqual(
      sections?.map(({ title, isGrave, changes }) => [title, isGrave, changes[0]?.name, changes.length]),
      [
        ["What moves traffic or can lose data", true, "k", 32],
        ["Other", false, "a", 1],
      ],
    );
  });

  it("shows details of a platform and of a long list, and an environment as it always was", async () => {
    assert.equal(hasDetails(created(1)), true);
    assert.equal(hasDetails(compare(emptyRecording, await declareOnAws())), false);
    assert.equal(
      hasDetails(compare(emptyRecording, recordingOf(declared("kubernetes:core/v1:ConfigMap", "c")))),
      false,
    );
  });
});

describe("a long list of changes", () => {
  let whole: Recording;
  before(async () => {
    whole = await wholePlatform();
  });
  const parts = (changes: readonly Change[]) => formatText(diffOf(changes)).split("\n\n").slice(1);

  it("is a text by parts, each with a heading and its details", () => {
    const [network] = parts(created(31));
    assert.deepEqual(network?.split("\n").slice(0, 3), [
      "Network: 31 to create; no traffic",
      "+ create  Subnet s00  10.0.0.0/24 in a",
      "+ create  Subnet s01  10.0.1.0/24 in a",
    ]);
  });

  it("is a text with each impact where there is any", () => {
    const [grave, other] = parts(
      compare(recordingOf(alarm(1), ...subnets(31)), recordingOf(alarm(2), ...subnets(31, 1))),
    );
    assert.deepEqual(grave?.split("\n").slice(0, 3), [
      "What moves traffic or can lose data: 31 to replace; moves traffic",
      "± replace Subnet s00  moves traffic",
      '    cidrBlock: "10.0.0.0/24" → "10.1.0.0/24"  (replaces it)',
    ]);
    assert.equal(other, "Other: 1 to update; no traffic\n~ update  MetricAlarm a\n    threshold: 1 → 2\n");
  });

  it("is folded in Markdown, part by part, but for what must be seen", () => {
    const changes = compare(recordingOf(alarm(1), ...subnets(31)), recordingOf(alarm(2), ...subnets(31, 1)));
    const text = formatMarkdown(diffOf(changes));
    assert.ok(
      text.includes(`**What moves traffic or can lose data**

| | kind | name | impact | detail |
|---|---|---|---|---|
| replace | Subnet | \`s00\` | **moves traffic** |  |
`),
    );
    assert.ok(
      text.includes(`<details><summary>Other: 1 to update; no traffic</summary>

| | kind | name | detail |
|---|---|---|---|
| update | MetricAlarm | \`a\` |  |

</details>
`),
    );
    assert.ok(
      formatMarkdown(diffOf(created(31))).includes("| create | Subnet | `s00` | `10.0.0.0/24 in a` |\n"),
    );
  });

  it("of a first platform has every part that somebody who knows AWS looks for", () => {
    const headings = parts(compare(emptyRecording, whole)).map((text) => text.split(":")[0]);
    assert.deepEqual(headings, [
      "Registry",
      "Network",
      "Cluster",
      "Load balancers",
      "DNS and certificates",
      "Logs and metrics",
      "Alarms and dashboards",
      "CI access",
      "Providers",
    ]);
  });

  it("has each change once", () => {
    const changes = compare(emptyRecording, whole);
    const listed = sectionsOf(changes)?.flatMap((section) => section.changes) ?? [];
    assert.deepEqual(listed.map(({ urn }) => urn).sort(), changes.map(({ urn }) => urn).sort());
  });

  it("has the same bytes, whatever order the program declares in", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...whole.resources], { minLength: whole.resources.length }),
        (shuffled) => {
          const [one, other] = [whole.resources, shuffled].map((resources) =>
            diffOf(compare(emptyRecording, { resources, messages: [] })),
          );
          assert.ok(one && other);
          assert.equal(formatText(other), formatText(one));
          assert.equal(formatMarkdown(other), formatMarkdown(one));
        },
      ),
      { numRuns: 5 },
    );
  });
});

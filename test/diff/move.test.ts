import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { moveOf, settled } from "../../diff/settled";
import { compare } from "../../diff/compare";
import { evaluateCommit, evaluateFolder } from "../../diff/evaluate";
import { formatText } from "../../diff/format";
import { formatMarkdown } from "../../diff/format-markdown";
import { openRepository, type Repository } from "../../git/repository";
import type { Checkpoint } from "../../release/checkpoint";
import type { Sandbox } from "../git/sandbox";
import { copyProject, forget } from "./project-copy";

const arn = (account: string, cluster = "turnout") =>
  `arn:aws:eks:eu-central-1:${account}:cluster/${cluster}`;
const refusal = "where the stack is up, `pulumi up` refuses that until it is destroyed.";

describe("moveOf", () => {
  const inCluster = (clusterIdentifier: string): Checkpoint => ({
    "urn:k": { type: "pulumi:providers:kubernetes", outputs: { clusterIdentifier } },
  });
  const inAccount: Checkpoint = {
    "urn:a": {
      type: "pulumi:providers:aws",
      outputs: { region: "eu-central-1", allowedAccountIds: '["111122223333"]' },
    },
  };
  const config = (values: Readonly<Record<string, string>>) => ({ values, secretKeys: [] });
  const onAws = (aws: object = {}, more: Readonly<Record<string, string>> = {}) =>
    config({
      "turnout:platform": "platform",
      "turnout:aws": JSON.stringify({ account: "111122223333", region: "eu-central-1", ...aws }),
      ...more,
    });
  const state = (aws: object = {}) => onAws(aws, { "turnout:role": "state" });
  const first = arn("111122223333");

  for (const [title, base, head, from, to] of [
    [
      "from a local cluster to AWS",
      inCluster("unknown"),
      onAws(),
      "a cluster of the kubeconfig",
      `cluster ${first}`,
    ],
    [
      "from a pinned cluster to AWS",
      inCluster("0011223344556677"),
      onAws(),
      "a cluster of the kubeconfig",
      `cluster ${first}`,
    ],
    [
      "from AWS to a local cluster",
      inCluster(first),
      config({}),
      `cluster ${first}`,
      "a cluster of the kubeconfig",
    ],
    [
      "to another cluster",
      inCluster(first),
      onAws({ cluster: "two" }),
      `cluster ${first}`,
      `cluster ${arn("111122223333", "two")}`,
    ],
    [
      "to another account",
      inCluster(first),
      onAws({ account: "999988887777" }),
      `cluster ${first}`,
      `cluster ${arn("999988887777")}`,
    ],
    [
      "of the state to another region",
      inAccount,
      state({ region: "eu-west-1" }),
      "account 111122223333 in eu-central-1",
      "account 111122223333 in eu-west-1",
    ],
  ] as const)
    it(`tells a move ${title}`, () => {
      assert.equal(moveOf(base, head), `Moves from ${from} to ${to}; ${refusal}`);
    });

  it("tells none of what stays, was nowhere, or has settings that can't be read", () => {
    for (const [base, head] of [
      [inCluster("unknown"), config({})],
      [inCluster("0011223344556677"), config({ "turnout:platform": "local" })],
      [inCluster(first), onAws()],
      [inAccount, state()],
      [{}, onAws()],
      [{}, config({})],
      [inCluster("unknown"), config({ "turnout:platform": "platform" })],
      [inCluster("unknown"), config({ "turnout:platform": "platform", "turnout:aws": "no" })],
    ] as const)
      assert.equal(moveOf(base, head), undefined);
  });
});

describe("a diff that moves a stack", () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let local: string;
  let first: string;
  let second: string;

  before(() => {
    sandbox = copyProject();
    local = sandbox.git("rev-parse", "HEAD");
    const project = readFileSync(join(sandbox.checkout, "Pulumi.yaml"), "utf8");
    const onAws = (account: string) =>
      project
        .replace("default: local\n", "default: platform\n")
        .replace(
          /^ {2}# aws:(\n {2}# .*)+$/m,
          `  aws: { default: { account: "${account}", region: eu-central-1 } }`,
        );
    assert.match(onAws("1"), /\n {2}aws: .+\n[^]*/);
    first = sandbox.commit({ "Pulumi.yaml": onAws("111122223333") });
    second = sandbox.commit({ "Pulumi.yaml": onAws("999988887777") });
    const opened = openRepository(sandbox.checkout);
    assert.ok(opened);
    repository = opened;
  });
  after(() => {
    sandbox.remove();
  });

  async function diffOf(stack: string, base: string, head: string) {
    sandbox.git("checkout", "--quiet", "--force", "--detach", head);
    const before = await evaluateCommit(repository, base, stack, sandbox.checkout);
    assert.deepEqual(before.notes, []);
    assert.ok(before.recording);
    forget(sandbox.checkout);
    const after = await evaluateFolder(sandbox.checkout, stack, { checkpoint: settled(before.recording) });
    const changes = compare(before.recording, after);
    const { messages } = after;
    return { stack, base: "b", head: "h", changes, declared: [], messages, warnings: [], notes: [] };
  }

  for (const stack of ["dev", "platform"])
    it(`shows stack ${stack} as made again or new on AWS, and what it takes, in text and Markdown`, async () => {
      const diff = await diffOf(stack, local, first);
      const move = `Moves from a cluster of the kubeconfig to cluster ${arn("111122223333")}; ${refusal}`;
      assert.equal(diff.messages[0], move);
      const lines = formatText(diff).split("\n");
      assert.ok(lines.includes(`  ${move}`));
      assert.ok(lines.includes(`    clusterIdentifier: "unknown" → "${arn("111122223333")}"  (replaces it)`));
      assert.ok(
        formatMarkdown(diff)
          .split("\n")
          .includes(`- ${move.replaceAll("`", "\\`")}`),
      );
      const kept = diff.changes.filter(({ op }) => op === "update");
      assert.deepEqual(kept, []);
      assert.ok(diff.changes.some(({ op, type }) => op === "create" && type.startsWith("aws:")));
    });

  for (const [stack, updated] of [
    ["dev", ["docker-build:index:Image web"]], // goes to the other account's registry
    ["platform", []],
  ] as const)
    it(`shows stack ${stack} as made again in another account`, async () => {
      const { messages, changes } = await diffOf(stack, first, second);
      assert.equal(
        messages[0],
        `Moves from cluster ${arn("111122223333")} to cluster ${arn("999988887777")}; ${refusal}`,
      );
      assert.deepEqual(
        changes.filter(({ op }) => op === "update").map(({ type, name }) => `${type} ${name}`),
        updated,
      );
      assert.ok(changes.some(({ op, type }) => op === "replace" && type.startsWith("kubernetes:")));
      assert.ok(changes.some(({ op, type }) => op === "replace" && type.startsWith("aws:")));
    });

  it("shows what comes back to a local cluster in the same way", async () => {
    const { messages, changes } = await diffOf("dev", first, local);
    assert.equal(
      messages[0],
      `Moves from cluster ${arn("111122223333")} to a cluster of the kubeconfig; ${refusal}`,
    );
    assert.ok(changes.some(({ op, type }) => op === "replace" && type === "kubernetes:apps/v1:Deployment"));
    assert.ok(changes.every(({ op }) => op !== "update"));
  });
});

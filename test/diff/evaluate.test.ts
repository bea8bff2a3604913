import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Change, StackDiff } from "../../diff/change";
import { compare } from "../../diff/compare";
import { evaluateCommit, evaluateFolder } from "../../diff/evaluate";
import { formatJson, formatText } from "../../diff/format";
import { formatMarkdown } from "../../diff/format-markdown";
import { settled } from "../../diff/settled";
import { openRepository, type Repository } from "../../git/repository";
import type { Sandbox } from "../git/sandbox";
import { copyProject, forget } from "./project-copy";

describe("the program of two commits, evaluated for stack dev", () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let base: string;
  const packages = () => join(sandbox.checkout, "node_modules");
  const text = (file: string) => readFileSync(join(sandbox.checkout, file), "utf8");

  const overrides = (web: string) => `config:\n  turnout:overrides:\n    web:\n${web}`;
  const withSecret = (ciphertext: string) =>
    overrides(`      secrets:\n        API_KEY:\n          secure: ${ciphertext}\n`);

  /** A commit on top of the base, with these files changed, checked out. */
  const headWith = (files: Readonly<Record<string, string>>) => {
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    return sandbox.commit(files);
  };

  /** Changes of the checked-out commit, as `turnout diff` finds them. */
  async function diffFrom(commit: string): Promise<StackDiff> {
    const before = await evaluateCommit(repository, commit, "dev", packages());
    forget(sandbox.checkout);
    const head = await evaluateFolder(sandbox.checkout, "dev", { checkpoint: settled(before.recording) });
    const { messages } = head;
    const notes = before.note === undefined ? [] : [before.note];
    return {
      stack: "dev",
      base: "b",
      head: "h",
      changes: compare(before.recording, head),
      declared: [],
      messages,
      notes,
    };
  }
  const told = (changes: readonly Change[]) =>
    changes.map(({ op, type, name, impact }) => `${op} ${type.split(":").at(-1) ?? ""} ${name}: ${impact}`);
  const pathsOf = ({ changes }: StackDiff, kind: string) =>
    changes
      .filter(({ type }) => type.endsWith(`:${kind}`))
      .flatMap(({ differences }) => differences.map(({ path }) => path));

  before(() => {
    sandbox = copyProject();
    base = sandbox.commit({ "Pulumi.dev.yaml": withSecret("v1:aaaaSecretOne") });
    const opened = openRepository(sandbox.checkout);
    assert.ok(opened);
    repository = opened;
  });
  after(() => {
    sandbox.remove();
  });

  it("finds nothing where nothing changed, or nothing that is declared", async () => {
    headWith({ "README.md": "other words\n", "app/README.md": "not part of the image\n" });
    const { changes, messages, notes } = await diffFrom(base);
    assert.deepEqual([changes, messages, notes], [[], [], []]);
  });

  for (const [what, lines] of [
    ["an autoscaler", ["autoscaling: { maxReplicas: 5 }"]],
    ["an idle color that is up", ["standbyReplicas: 1", "autoscaling: { maxReplicas: 5 }"]],
    ["a canary", ["canary: { steps: [10, 100] }"]],
    ["releases that are promoted by hand", ["autoPromote: false", "weight: 30"]],
  ] as const)
    it(`finds nothing where nothing changed, also with ${what}`, async () => {
      const file = overrides(lines.map((line) => `      ${line}\n`).join(""));
      const commit = headWith({ "Pulumi.dev.yaml": file });
      sandbox.commit({ "README.md": "other words\n" });
      const { changes, messages } = await diffFrom(commit);
      assert.deepEqual([changes, messages], [[], []]);
    });

  it("shows a change of the app as a release to the idle color, whose weights move traffic", async () => {
    headWith({ "app/wsgi.py": `${text("app/wsgi.py")}# changed\n` });
    const diff = await diffFrom(base);
    assert.deepEqual(told(diff.changes), [
      "update HTTPRoute web: traffic",
      "update HTTPRoute web--preview: none",
      "update Deployment web-green: none",
    ]);
    const weights = [
      "spec.rules[0].backendRefs[web-blue].weight",
      "spec.rules[0].backendRefs[web-green].weight",
    ];
    assert.deepEqual(pathsOf(diff, "HTTPRoute"), [...weights, ...weights]);
    assert.deepEqual(
      pathsOf(diff, "Deployment").filter((path) => /replicas|image$|release"\]$/.test(path)),
      [
        "spec.replicas",
        'spec.template.metadata.labels["turnout.dev/release"]',
        "spec.template.spec.containers[web].image",
      ],
    );
    assert.match(diff.messages.join(), /^web: release [0-9a-f]{10} goes to green; /);
  });

  it("shows more replicas of the active color as no traffic and no release", async () => {
    headWith({ "Pulumi.dev.yaml": `${withSecret("v1:aaaaSecretOne")}      replicas: 3\n` });
    const diff = await diffFrom(base);
    assert.deepEqual(told(diff.changes), [
      "update ResourceQuota environment: none",
      "update Deployment web-blue: none",
    ]);
    // Beside the number itself only what the provider waits for differs.
    assert.deepEqual(
      pathsOf(diff, "Deployment").filter((path) => !path.startsWith("metadata.annotations")),
      ["spec.replicas"],
    );
    assert.deepEqual(diff.messages, []);
  });

  it("shows an application that goes away as deleted, and what of it stops traffic", async () => {
    const project = text("Pulumi.yaml");
    const second = [
      "      - name: api",
      "        image: registry.example/api:1",
      "        port: 8081",
      "        probes: { readiness: { path: / }, liveness: { path: / } }",
    ].join("\n");
    const both = headWith({ "Pulumi.yaml": `${project.trimEnd()}\n${second}\n` });
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    const { changes } = await diffFrom(both);
    const expected = {
      traffic: ["Deployment api-blue", "HTTPRoute api", "Secret api-blue", "Service api-blue"],
      none: [
        ...["Deployment api-green", "HTTPRoute api--preview"],
        ...["PodDisruptionBudget api-blue", "PodDisruptionBudget api-green"],
        ...["Secret api-green", "Service api-green"],
      ],
    };
    for (const impact of ["traffic", "none"] as const) {
      const deleted = changes.filter((change) => change.op === "delete" && change.impact === impact);
      assert.deepEqual(
        told(deleted).sort(),
        expected[impact].map((name) => `delete ${name}: ${impact}`),
      );
    }
    const others = changes.filter(({ op }) => op !== "delete");
    assert.deepEqual(told(others), ["update ResourceQuota environment: none"]);
  });

  it("shows a secret whose ciphertext changed as a release, and neither text in any format", async () => {
    headWith({ "Pulumi.dev.yaml": withSecret("v1:bbbbSecretTwo") });
    const diff = await diffFrom(base);
    assert.deepEqual(told(diff.changes), [
      "update HTTPRoute web: traffic",
      "update HTTPRoute web--preview: none",
      "update Deployment web-green: none",
      "replace Secret web-green: none",
    ]);
    assert.deepEqual(pathsOf(diff, "Secret"), ["metadata.name", "stringData"]);
    for (const format of [formatText, formatMarkdown, formatJson])
      assert.doesNotMatch(format(diff), /SecretOne|SecretTwo/);
  });

  it("gives the same bytes twice", async () => {
    headWith({ "app/wsgi.py": `${text("app/wsgi.py")}# again\n` });
    const [first, second] = [await diffFrom(base), await diffFrom(base)];
    assert.ok(first.changes.length > 0);
    for (const format of [formatText, formatMarkdown, formatJson])
      assert.equal(format(second), format(first));
  });

  it("notes a base without a program and shows everything as new", async () => {
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    const tree = sandbox.git("mktree", "--missing");
    const empty = sandbox.git("commit-tree", tree, "-m", "empty");
    const { changes, notes } = await diffFrom(empty);
    assert.deepEqual(notes, [`Commit ${empty.slice(0, 7)} has no program yet; everything is shown as new.`]);
    assert.ok(changes.length > 5 && changes.every(({ op, impact }) => op === "create" && impact === "none"));
  });

  it("notes a base whose program fails, with its reason, and shows everything as new", async () => {
    const broken = headWith({ "index.ts": 'export = () => { throw new Error("half done"); };\n' });
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    const { changes, notes } = await diffFrom(broken);
    assert.deepEqual(notes, [
      `The program of commit ${broken.slice(0, 7)} can't be evaluated for stack dev, so everything is shown as new: half done`,
    ]);
    assert.ok(changes.every(({ op }) => op === "create"));
  });

  it("throws what the head's own program throws: nothing stands in for it", async () => {
    headWith({ "Pulumi.dev.yaml": overrides("      port: 0\n") });
    await assert.rejects(diffFrom(base), {
      message:
        "1 setting is wrong in stack dev; nothing was changed:\n  turnout:overrides.web.port is 0: must be a whole number from 1 to 65535; set the port that the container listens on.",
    });
  });

  it("leaves nothing behind, and the person's kubeconfig alone", async () => {
    const { KUBECONFIG, TMPDIR } = process.env;
    const folder = join(sandbox.home, "tmp");
    mkdirSync(folder);
    process.env.TMPDIR = folder;
    try {
      const { note } = await evaluateCommit(repository, base, "dev", packages());
      assert.equal(note, undefined);
      assert.deepEqual(readdirSync(folder), []);
      assert.equal(process.env.KUBECONFIG, KUBECONFIG);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});

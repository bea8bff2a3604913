import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { branches } from "../../branches";
import type { Change, StackDiff } from "../../diff/change";
import { compare } from "../../diff/compare";
import { evaluateCommit, evaluateFolder } from "../../diff/evaluate";
import { formatJson, formatText } from "../../diff/format";
import { formatMarkdown } from "../../diff/format-markdown";
import { settled } from "../../diff/settled";
import { openRepository, type Repository } from "../../git/repository";
import { emptyRecording } from "../../program/recording";
import type { Sandbox } from "../git/sandbox";
import { copyProject, forget } from "./project-copy";

describe("the program of two commits, evaluated for stack dev", () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let base: string;
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
    const before = await evaluateCommit(repository, commit, "dev", sandbox.checkout);
    forget(sandbox.checkout);
    const { recording = emptyRecording, notes } = before;
    const head = await evaluateFolder(sandbox.checkout, "dev", { checkpoint: settled(recording) });
    const { messages } = head;
    return {
      stack: "dev",
      base: "b",
      head: "h",
      changes: compare(recording, head),
      declared: [],
      messages,
      warnings: [],
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
      // Only that of an only pod leads to one that ends.
      "update Service web-blue: none",
      "update Service web-green: none",
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

  describe("takes a base for one that declares nothing where it", () => {
    const told = async (base: string) => {
      const { recording, notes } = await evaluateCommit(repository, base, "dev", sandbox.checkout);
      assert.deepEqual(recording, emptyRecording);
      return notes;
    };

    it("has no program", async () => {
      sandbox.git("checkout", "--quiet", "--force", "--detach", base);
      const tree = sandbox.git("mktree", "--missing");
      const empty = sandbox.git("commit-tree", tree, "-m", "empty");
      assert.deepEqual(await told(empty), [
        `Commit ${empty.slice(0, 7)} has no program yet; everything is shown as new.`,
      ]);
    });

    const bucket = `import { Bucket } from "@pulumi/aws/s3";\nthrow new Error("it ran");\n`;
    const programs: Record<string, Record<string, string>> = {
      "with exports of its own": { "index.ts": `${bucket}export const name = new Bucket("b").id;\n` },
      "without any": { "index.ts": `${bucket}new Bucket("b");\n` },
      "with one object": { "index.ts": `${bucket}export = { name: 1 };\n` },
      "with packages that aren't installed": {
        "index.ts": `import "@pulumi/nowhere";\nexport const x = 1;\n`,
      },
      "of another name": {
        "index.ts": `${bucket}export = async () => ({ name: new Bucket("b").id });\n`,
        "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      },
    };
    for (const [what, files] of Object.entries(programs))
      it(`is an ordinary Pulumi program ${what}, which is not run`, async () => {
        const ordinary = headWith(files);
        sandbox.git("checkout", "--quiet", "--force", "--detach", base);
        assert.deepEqual(await told(ordinary), [
          `Commit ${ordinary.slice(0, 7)} has a Pulumi program that declares no environment; everything is shown as new.`,
        ]);
      });

    it("has no such stack in its map", async () => {
      const before = headWith({ "branches.ts": text("branches.ts").replace('"dev"', '"develop"') });
      sandbox.git("checkout", "--quiet", "--force", "--detach", base);
      assert.deepEqual(await told(before), [
        `Commit ${before.slice(0, 7)} has no stack dev in its map of branches; everything is shown as new.`,
      ]);
    });
  });

  it("takes a stack of another name for the same where the map only renames it, as Pulumi does then", async () => {
    const plain = { "Pulumi.dev.yaml": "", "Pulumi.develop.yaml": "" }; // a secret's fingerprint goes by the stack
    const head = headWith(plain);
    const renamed = text("branches.ts").replace('"dev"', '"develop"');
    const before = headWith({ ...plain, "branches.ts": renamed });
    sandbox.git("checkout", "--quiet", "--force", "--detach", head);
    const { recording, notes } = await evaluateCommit(repository, before, "dev", sandbox.checkout, {
      headMap: branches,
    });
    assert.deepEqual(notes, [
      `Compared with stack develop of commit ${before.slice(0, 7)}, whose namespace it gets.`,
    ]);
    assert.ok(recording);
    const changes = compare(
      recording,
      await evaluateFolder(sandbox.checkout, "dev", { checkpoint: settled(recording) }),
    );
    assert.ok(changes.length > 0 && changes.every(({ op }) => op === "update"));
    const paths = new Set(changes.flatMap(({ differences }) => differences.map(({ path }) => path)));
    assert.deepEqual(
      [...paths],
      ['metadata.labels["turnout.dev/stack"]', 'metadata.annotations["turnout.dev/stack"]'],
    );
  });

  for (const [why, files, reason] of [
    [
      "program fails",
      { "index.ts": 'export = async () => { throw new Error("half done"); };\n' },
      "half done",
    ],
    [
      "program fails at once",
      { "index.ts": 'export = () => { throw new Error("half done"); };\n' },
      "half done",
    ],
    [
      "packages aren't installed",
      { "index.ts": 'import "nowhere";\nexport = async () => ({});\n' },
      "Cannot find module 'nowhere'; both sides run with the packages that are installed here",
    ],
    [
      "map is no TypeScript",
      { "branches.ts": "export const branches = {};\n}\n" },
      'branches.ts, line 2: Unexpected "}"',
    ],
    [
      "program throws what can't be text",
      { "index.ts": "export = () => { throw { toString() { throw 1; } }; };\n" },
      "it threw what says nothing",
    ],
    ["map fails", { "branches.ts": 'throw new Error("half done");\n' }, "half done"],
    [
      "settings are wrong",
      { "Pulumi.dev.yaml": overrides("      port: 0\n") },
      "1 setting is wrong in stack dev; nothing was changed:\n  turnout:overrides.web.port is 0: must be a whole number from 1 to 65535; set the port that the container listens on.",
    ],
  ] as const)
    it(`knows nothing of a base whose ${why}, and says why`, async () => {
      const broken = headWith(files);
      sandbox.git("checkout", "--quiet", "--force", "--detach", base);
      const { recording, notes } = await evaluateCommit(repository, broken, "dev", sandbox.checkout);
      assert.equal(recording, undefined);
      assert.deepEqual(notes, [
        `The program of commit ${broken.slice(0, 7)} can't be evaluated for stack dev, so what would change is not known: ${reason}`,
      ]);
    });

  it("knows nothing of a base that git can't write, and says why", async () => {
    const commit = headWith({ "README.md": "gone\n" });
    const blob = sandbox.git("rev-parse", "HEAD:README.md");
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    rmSync(join(sandbox.checkout, ".git/objects", blob.slice(0, 2), blob.slice(2)));
    const { recording, notes } = await evaluateCommit(repository, commit, "dev", sandbox.checkout);
    assert.equal(recording, undefined);
    assert.match(
      notes.join(),
      /can't be evaluated for stack dev, so what would change is not known: git can't write its files \(error: .*README\.md.*\)$/,
    );
  });

  it("runs a base that has packages in it with those that are installed here", async () => {
    headWith({});
    sandbox.write({ "node_modules.txt": "" });
    const blob = sandbox.git("hash-object", "-w", "node_modules.txt");
    sandbox.git("update-index", "--add", "--cacheinfo", `100644,${blob},node_modules`);
    sandbox.git("commit", "--quiet", "--message", "x");
    const { recording, notes } = await evaluateCommit(
      repository,
      sandbox.git("rev-parse", "HEAD"),
      "dev",
      sandbox.checkout,
    );
    assert.deepEqual(notes, []);
    assert.ok(recording);
  });

  it("finds the project of a base where it has been moved since", async () => {
    const tree = sandbox.git("rev-parse", `${base}^{tree}`);
    const top = sandbox.git("commit-tree", tree, "-m", "x");
    sandbox.git("read-tree", "--empty");
    sandbox.git("read-tree", "--prefix=infra/", tree);
    const moved = sandbox.git("commit-tree", sandbox.git("write-tree"), "-m", "x");
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    const there = await evaluateCommit(repository, moved, "dev", sandbox.checkout);
    assert.deepEqual(there.notes, [`Compared with the project in infra of commit ${moved.slice(0, 7)}.`]);
    assert.deepEqual(
      there.recording,
      (await evaluateCommit(repository, top, "dev", sandbox.checkout)).recording,
    );
  });

  it("runs a base with packages of a folder above, as a monorepo has them", async () => {
    const tree = sandbox.git("rev-parse", `${base}^{tree}`);
    sandbox.git("read-tree", "--empty");
    sandbox.git("read-tree", "--prefix=services/shop/", tree);
    const commit = sandbox.git("commit-tree", sandbox.git("write-tree"), "-m", "x");
    sandbox.git("checkout", "--quiet", "--force", "--detach", base);
    const project = join(sandbox.checkout, "services/shop"); // nothing is installed in it
    const { recording } = await evaluateCommit(repository, commit, "dev", project);
    assert.ok(recording);
  });

  it("says what of a base could not be written", async () => {
    const big = headWith({ ".gitattributes": "*.jpg filter=big\n", "a.jpg": "x" });
    headWith({});
    sandbox.git("config", "filter.big.smudge", "false");
    sandbox.git("config", "filter.big.required", "true");
    const { recording, notes } = await evaluateCommit(repository, big, "dev", sandbox.checkout);
    sandbox.git("config", "--remove-section", "filter.big");
    assert.ok(recording);
    assert.match(notes.join(), /compared as git stores them: a\.jpg\.$/);
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
      const { notes } = await evaluateCommit(repository, base, "dev", sandbox.checkout);
      assert.deepEqual(notes, []);
      assert.deepEqual(readdirSync(folder), []);
      assert.equal(process.env.KUBECONFIG, KUBECONFIG);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});

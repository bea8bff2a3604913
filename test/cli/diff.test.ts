import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { parse, stringify } from "yaml";
import { branches } from "../../branches";
import { runDiff, type DiffOptions } from "../../cli/diff";
import { findSubject, projectIn } from "../../cli/subject";
import { copyProject, forget } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

interface Document {
  readonly stack: string;
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Record<string, unknown>[];
  readonly summary: Record<string, unknown>;
  readonly warnings?: readonly string[];
  readonly notes: readonly string[];
}

/**
 * A program for AWS that needs no platform: an environment's pods, of which a release runs twice as many; another number
 * of them stands for a release.
 */
const onAws = (replicas: number) => `
import { Provider as Aws } from "@pulumi/aws/provider";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Provider as Kubernetes } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";

export = async () => {
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName: "dev" });
  const recorded = Object.values(outputs).map(({ outputs: { metadata, spec } }) => metadata?.name === "web-blue" && spec.replicas);
  const isReleasing = recorded.some((count) => count && count !== ${replicas});
  const aws = new Aws("aws", { region: "eu-central-1" });
  const provider = new Kubernetes("cluster", {});
  const labels = { "turnout.dev/application": "web" };
  for (const [color, count] of [["blue", ${replicas}], ["green", isReleasing ? ${replicas} : 0]] as const)
    new Deployment(
      \`web-\${color}\`,
      {
        metadata: { name: \`web-\${color}\`, namespace: "shop", labels },
        spec: { replicas: count, selector: { matchLabels: labels }, template: { spec: { containers: [{ name: "web" }] } } },
      },
      { provider, dependsOn: aws },
    );
};
`;

/** Said of dev alone: prod has two pods, and a branch's environment isn't kept. */
const alone =
  "web has one pod, and stack dev is kept: while that is evicted, by the drain of a node or a patch of Fargate, nothing may answer until the next one is Ready. `replicas: 2` keeps it answering.";

const asIfUp = (base: string, stack: string) =>
  `Compared as if ${base} were up; where stack ${stack} is not up yet, everything is created and no traffic moves.`;

describe("turnout diff", () => {
  let sandbox: Sandbox;
  let isCheckout = true;
  let first: string;
  let second: string;

  async function diff(
    options: Partial<DiffOptions>,
    now?: Date,
  ): Promise<{ code: number; output: string; said: string }> {
    const [out, errors] = [new PassThrough(), new PassThrough()];
    forget(sandbox.checkout);
    const project = projectIn(sandbox.checkout, branches);
    const subject = findSubject(isCheckout ? project : { ...project, repository: undefined }, options);
    const code = await runDiff(subject, { format: "text", ...options }, out, errors, now);
    out.end();
    errors.end();
    return { code, output: await text(out), said: await text(errors) };
  }
  const json = async (options: Partial<DiffOptions>, now?: Date) =>
    JSON.parse((await diff({ format: "json", ...options }, now)).output) as Document;

  before(() => {
    sandbox = copyProject();
    first = sandbox.git("rev-parse", "HEAD");
    const app = readFileSync(join(sandbox.checkout, "app/wsgi.py"), "utf8");
    second = sandbox.commit({ "app/wsgi.py": `${app}# changed\n` });
  });
  beforeEach(() => {
    sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
  });
  after(() => {
    sandbox.remove();
  });

  it("compares the checked-out branch with its previous commit, and says why", async () => {
    const { output, code } = await diff({});
    const [title, note] = output.split("\n");
    assert.equal(code, 0);
    assert.equal(
      title,
      `Stack prod, ${first.slice(0, 7)} → ${second.slice(0, 7)}: 3 to update; moves traffic`,
    );
    assert.equal(note, "  note: Branch master merges into no other; compared with the previous commit.");
  });

  it("compares a feature branch with where it left the branch that it merges into", async () => {
    sandbox.git("update-ref", "refs/remotes/origin/develop", first);
    sandbox.git("checkout", "--quiet", "-b", "feature/x");
    const { stack, base, notes, summary } = await json({});
    assert.match(stack, /^pr-feature-x-/);
    assert.equal(base, first.slice(0, 7));
    assert.deepEqual(notes, [asIfUp(base, stack)]);
    assert.deepEqual(summary, { create: 0, update: 3, replace: 0, delete: 0, impact: "traffic" });
    sandbox.git("checkout", "--quiet", "master");
    sandbox.git("branch", "-D", "feature/x");
    sandbox.git("update-ref", "-d", "refs/remotes/origin/develop");
  });

  it("says of a secret that was encrypted again that only its ciphertext is known, and of no other change", async () => {
    const withSecret = (text: string, more = "") => ({
      "Pulumi.dev.yaml": `config:\n  turnout:overrides: { web: { secrets: { KEY: { secure: ${text} } }${more} } }\n`,
    });
    const base = sandbox.commit(withSecret("v1:one"));
    const ofOther = "This is the working tree of master; stack dev belongs to develop.";
    assert.deepEqual((await json({ stack: "dev", base })).notes, [ofOther, alone]);
    sandbox.commit(withSecret("v1:two"));
    const { notes, summary } = await json({ stack: "dev", base });
    assert.equal(summary.impact, "traffic");
    assert.deepEqual(notes, [
      ofOther,
      "Secrets stand by their ciphertext: names of releases and Secrets are not those of the update, and what was encrypted again counts as changed, even if its value is the same: turnout:overrides.web.secrets.KEY.",
      asIfUp(base.slice(0, 7), "dev"),
      alone,
    ]);
  });

  it("warns of an image whose tag is a branch of this clone, and of the end of support on the day it is asked", async () => {
    const app =
      '{ name: web, image: "localhost/a:Release-2", port: 1, probes: { readiness: { path: / }, liveness: { path: / } } }';
    sandbox.git("branch", "release/2");
    sandbox.write({ "Pulumi.dev.yaml": `config: { turnout:applications: [${app}] }\n` });
    const { warnings } = await json({ stack: "dev", base: "nothing" });
    sandbox.git("branch", "-D", "release/2");
    assert.deepEqual(warnings, [
      "Image localhost/a:Release-2 of web has a tag that moves, Release-2: pods of one release may run different images, and a newer image is no release; give a digest, or a tag that stays.",
    ]);
    assert.equal((await json({ stack: "dev", base: "nothing" })).warnings, undefined);
    sandbox.write({
      "Pulumi.platform.yaml":
        'config: { role: platform, platform: platform, aws: { account: "111122223333", region: eu-central-1, version: "1.34" } }\n',
    });
    const at = async (now: string) =>
      (await json({ stack: "platform", base: "nothing" }, new Date(now))).warnings?.map(
        (one) => one.split(", on")[0],
      );
    assert.deepEqual(await at("2026-10-02T00:00:00Z"), undefined);
    assert.deepEqual(await at("2026-11-30T00:00:00Z"), [
      "Standard support of Kubernetes 1.34, which cluster turnout has, ends in 2 days",
    ]);
  });

  it("prints JSON with exactly the agreed keys", async () => {
    const document = await json({ stack: "dev", base: first });
    assert.deepEqual(Object.keys(document), [
      "stack",
      "base",
      "head",
      "changes",
      "summary",
      "messages",
      "notes",
    ]);
    assert.equal(document.stack, "dev");
    assert.ok(document.changes.length > 0);
    for (const change of document.changes) {
      assert.deepEqual(Object.keys(change), ["urn", "type", "name", "op", "impact", "paths", "values"]);
      assert.equal((change.values as unknown[]).length, (change.paths as unknown[]).length);
    }
  });

  it("ends with 2 where something would change and that is asked for, with 0 otherwise", async () => {
    assert.equal((await diff({ stack: "dev", base: first, exitCode: true })).code, 2);
    assert.equal((await diff({ stack: "dev", base: first })).code, 0);
    assert.equal((await diff({ stack: "dev", base: second, exitCode: true })).code, 0);
  });

  it("writes the same to a file as to the output", async () => {
    const out = join(sandbox.home, "diff.md");
    const options = { stack: "dev", base: first, format: "markdown" } as const;
    const printed = await diff(options);
    assert.deepEqual(await diff({ ...options, out }), { code: 0, output: "", said: "" });
    assert.equal(readFileSync(out, "utf8"), printed.output);
    assert.match(printed.output, /^### Turnout: stack `dev`, 3 to update; moves traffic\n/);
  });

  it("says of a head with uncommitted changes that it has them", async () => {
    sandbox.write({ "README.md": "other words\n" });
    const { head } = await json({ stack: "dev", base: first });
    assert.equal(head, `${second.slice(0, 7)} with uncommitted changes`);
  });

  it("notes that packages differ, because both sides run with those installed", async () => {
    sandbox.write({ "package-lock.json": "{}\n" });
    const { notes } = await json({ stack: "dev", base: second });
    assert.deepEqual(notes, [
      "This is the working tree of master; stack dev belongs to develop.",
      "package-lock.json differs from the base, and both sides ran with the packages installed here.",
      alone,
    ]);
  });

  it("notes that the tree is another branch's than the stack, and only where it is", async () => {
    sandbox.git("checkout", "--quiet", "-b", "feature/x");
    const notes = async (options: Partial<DiffOptions>) =>
      (await json({ ...options, base: "nothing" })).notes;
    assert.deepEqual(await notes({ stack: "prod" }), [
      "This is the working tree of feature/x; stack prod belongs to master or main.",
    ]);
    assert.deepEqual(await notes({ branch: "develop" }), [
      "This is the working tree of feature/x; stack dev belongs to develop.",
      alone,
    ]);
    assert.deepEqual(await notes({}), []);
    sandbox.git("checkout", "--quiet", "--detach", second);
    assert.deepEqual(await notes({ stack: "dev" }), [alone]);
    sandbox.git("checkout", "--quiet", "master");
    sandbox.git("branch", "-D", "feature/x");
  });

  it("refuses a file that can't be written, in a sentence", async () => {
    const out = join(sandbox.home, "no-such-folder/diff.md");
    await assert.rejects(diff({ base: "nothing", out }), {
      name: "Error",
      message: `--out ${out} can't be written (ENOENT: no such file or directory, open '${out}'): name a file in a folder that is there and that you may write to.`,
    });
  });

  for (const option of ["base", "out"])
    it(`refuses an empty --${option}, as from a variable that CI did not set`, async () => {
      await assert.rejects(diff({ stack: "dev", [option]: " " }), {
        message: `--${option} is empty: give it a name; if it comes from a variable, set that.`,
      });
    });

  it("refuses a base that is none, in a sentence", async () => {
    for (const base of ["nowhere", "--help"])
      await assert.rejects(diff({ stack: "dev", base }), {
        message: `--base ${base} is no commit of this clone: name one, or fetch it with \`git fetch origin ${base}\`.`,
      });
  });

  it("is about the branch that most meet in on a detached HEAD without a branch, and says so", async () => {
    sandbox.git("checkout", "--quiet", "--detach", second);
    sandbox.git("branch", "-D", "master");
    const { stack, base, notes } = await json({ base: first });
    assert.equal(stack, "dev");
    assert.deepEqual(notes, [
      "HEAD is detached, so this is about branch develop; --branch names another.",
      asIfUp(base, "dev"),
      alone,
    ]);
  });

  describe("where the base isn't known", () => {
    const unknown = async (options: Partial<DiffOptions>, ...notes: string[]) => {
      const { code, output, said } = await diff({ ...options, format: "json" });
      assert.deepEqual(
        [code, said],
        [1, `What would change in stack dev is not known: the notes of the diff say why.\n`],
      );
      const document = JSON.parse(output) as Document;
      assert.deepEqual(
        [document.changes, document.summary.impact, document.notes],
        [[], "unknown", [...notes, alone]],
      );
      for (const format of ["text", "markdown"] as const) {
        const shown = (await diff({ ...options, format })).output;
        assert.match(
          shown.split("\n")[0] ?? "",
          /: what would change is not known$|, what would change is not known$/,
        );
        assert.doesNotMatch(shown, /no traffic|no changes|to create|first release/);
      }
      return document;
    };

    it("fails after it says why, with all that the head declares: its program fails", async () => {
      const broken = sandbox.commit({ "index.ts": 'export = () => { throw new Error("half done"); };\n' });
      sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
      const { base } = await unknown(
        { stack: "dev", base: broken },
        "This is the working tree of master; stack dev belongs to develop.",
        `The program of commit ${broken.slice(0, 7)} can't be evaluated for stack dev, so what would change is not known: half done`,
      );
      assert.equal(base, broken.slice(0, 7));
      assert.match((await diff({ stack: "dev", base: broken })).output, /^ {4}Deployment web-blue$/m);
    });

    it("fails in a folder without git, and says what shows all", async () => {
      isCheckout = false;
      const { base, head } = await unknown(
        {},
        "This folder is not a git checkout, so this is about branch develop; --branch names another.",
        "This folder is not a git checkout, so there is nothing to compare with: `--base nothing` shows everything as new.",
      ).finally(() => (isCheckout = true));
      assert.deepEqual([base, head], ["unknown", "working tree"]);
    });

    it("fails in a clone without history, and says how to get it", async () => {
      sandbox.write({ ".git/shallow": `${second}\n` });
      sandbox.git("checkout", "--quiet", "--detach");
      await unknown(
        { branch: "develop" },
        "Where branch develop left staging is not known in this clone, and no earlier commit is here: fetch more of it (`git fetch --unshallow`), or name a commit with --base.",
      ).finally(() => rmSync(join(sandbox.checkout, ".git/shallow")));
    });
  });

  it("refuses a base that may be two commits, and takes it by its whole name", async () => {
    sandbox.git("branch", "two", first);
    sandbox.git("tag", "two", second);
    await assert.rejects(diff({ stack: "dev", base: "two" }), {
      name: "Error",
      message:
        "--base two may mean more than one commit of this clone: name it in full, such as refs/heads/two, or by the commit's whole id.",
    });
    const base = async (ref: string) => (await json({ stack: "dev", base: ref })).base;
    assert.equal(await base("refs/heads/two"), first.slice(0, 7));
    assert.equal(await base("refs/tags/two"), second.slice(0, 7));
    sandbox.git("branch", "-D", "two");
    sandbox.git("tag", "-d", "two");
  });

  it("names what a changed map leaves behind, whatever the stack", async () => {
    const before = readFileSync(join(sandbox.checkout, "branches.ts"), "utf8").replace('"dev"', '"develop"');
    const base = sandbox.commit({ "branches.ts": before });
    sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
    const renamed =
      "Stack develop has namespace smallcase-develop, which this map gives to stack dev: run `pulumi stack rename dev --stack develop` before the first update, or two stacks own the same.";
    for (const stack of ["prod", "dev", "pr-x"])
      assert.ok((await json({ stack, base })).notes.includes(renamed), stack);
  });

  it("notes that the working tree is between two commits", async () => {
    sandbox.git("checkout", "--quiet", "-b", "side", first);
    sandbox.commit({ "app/README.md": "x" });
    sandbox.git("checkout", "--quiet", "master");
    sandbox.git("merge", "--quiet", "--no-ff", "--no-commit", "side");
    const { stack, notes } = await json({ base: second });
    assert.deepEqual(
      [stack, notes],
      ["prod", ["A `git merge` has stopped halfway here, so this working tree is no commit's."]],
    );
    sandbox.git("merge", "--abort");
    sandbox.git("branch", "-D", "side");
  });

  it("shows everything as new when it is compared with nothing", async () => {
    const { base, changes, notes } = await json({ base: "nothing" });
    assert.equal(base, "nothing");
    assert.ok(changes.length > 0);
    assert.ok(changes.every(({ op }) => op === "create"));
    assert.deepEqual(notes, []);
  });

  it("leaves out how the provider is told to wait, where something real differs", async () => {
    const { output } = await diff({ stack: "dev" });
    assert.match(output, /spec\.replicas: 0 → 1/);
    assert.doesNotMatch(output, /pulumi\.com/);
  });

  describe("of a stack on AWS", () => {
    let base: string;

    const withCap = (cap?: number) => {
      const project = parse(readFileSync(join(sandbox.checkout, "Pulumi.yaml"), "utf8")) as {
        config: Record<string, unknown>;
      };
      Object.assign(project.config, {
        platform: { default: "platform" },
        aws: { default: { account: "111122223333", region: "eu-central-1" } },
        ...(cap !== undefined && { monthlyCap: { default: cap } }),
      });
      return { "Pulumi.yaml": stringify(project) };
    };

    before(() => {
      sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
      base = sandbox.commit({ ...withCap(), "index.ts": onAws(1) });
      sandbox.git("checkout", "--quiet", "-b", "feature/a");
      sandbox.git("checkout", "--quiet", "-b", "feature/b");
    });
    beforeEach(() => {
      sandbox.git("checkout", "--quiet", "--force", "-B", "feature/b", base);
      sandbox.write({ "index.ts": onAws(2) });
    });
    after(() => {
      sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
      sandbox.git("branch", "--quiet", "-D", "feature/a", "feature/b");
    });

    it("says what it costs at rest, and how many environments the branches of the clone have", async () => {
      const { output } = await diff({ base });
      const lines = output.split("\n").filter((line) => /^ {2}(Price|Capacity|warning):? /.test(line));
      assert.deepEqual(lines, [
        "  Price: about $9.01 → $18 a month (list prices of us-east-1, 2026-06, without traffic, logs and LCUs): 1 → 2 × pod of web, 0.25 vCPU / 0.5 GB (+$9.01)",
        "  Capacity: 2 pods, at most 4; 3 of 25 environments (known here) on Gateway shared",
      ]);
    });

    it("shows all of a new stack's price", async () => {
      const { price } = (await json({ base: "nothing" })) as unknown as { price: Record<string, unknown> };
      assert.deepEqual([price.before, price.after], [0, 18.02]);
    });

    it("fails above the cap, in a sentence after the diff, whatever else the exit code would be", async () => {
      sandbox.write(withCap(18));
      const out = join(sandbox.home, "capped.txt");
      const { code, said } = await diff({ base, out, exitCode: true });
      assert.equal(code, 1);
      assert.match(
        said,
        /^turnout:monthlyCap of stack pr-feature-b-\w+ is 18: the stack must not cost more than that many USD a month, and would cost about 19; ask for fewer or smaller pods, or raise the cap in Pulumi\.pr-feature-b-\w+\.yaml\.\n$/,
      );
      assert.match(readFileSync(out, "utf8"), /Price: about \$9\.01 → \$18 a month/);
    });

    it("passes at the cap", async () => {
      sandbox.write(withCap(19));
      assert.deepEqual(await diff({ base, exitCode: true }).then(({ code, said }) => [code, said]), [2, ""]);
    });
  });
});

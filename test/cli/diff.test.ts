import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { branches } from "../../branches";
import { runDiff, type DiffOptions } from "../../cli/diff";
import type { Project } from "../../cli/project";
import { openRepository } from "../../git/repository";
import { copyProject, forget } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

interface Document {
  readonly stack: string;
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Record<string, unknown>[];
  readonly summary: Record<string, unknown>;
  readonly notes: readonly string[];
}

describe("turnout diff", () => {
  let sandbox: Sandbox;
  let project: Project;
  let first: string;
  let second: string;

  async function diff(options: Partial<DiffOptions>): Promise<{ code: number; output: string }> {
    const out = new PassThrough();
    forget(sandbox.checkout);
    const code = await runDiff({ format: "text", ...options }, project, out);
    out.end();
    return { code, output: await text(out) };
  }
  const json = async (options: Partial<DiffOptions>) =>
    JSON.parse((await diff({ format: "json", ...options })).output) as Document;

  before(() => {
    sandbox = copyProject();
    first = sandbox.git("rev-parse", "HEAD");
    const app = readFileSync(join(sandbox.checkout, "app/wsgi.py"), "utf8");
    second = sandbox.commit({ "app/wsgi.py": `${app}# changed\n` });
    project = { root: sandbox.checkout, repository: openRepository(sandbox.checkout), map: branches };
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
    assert.deepEqual(notes, []);
    assert.deepEqual(summary, { create: 0, update: 3, replace: 0, delete: 0, impact: "traffic" });
    sandbox.git("checkout", "--quiet", "master");
    sandbox.git("branch", "-D", "feature/x");
    sandbox.git("update-ref", "-d", "refs/remotes/origin/develop");
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
    assert.deepEqual(await diff({ ...options, out }), { code: 0, output: "" });
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
      "package-lock.json differs from the base, and both sides ran with the packages installed here.",
    ]);
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
    const { stack, notes } = await json({ base: first });
    assert.equal(stack, "dev");
    assert.deepEqual(notes, ["HEAD is detached, so this is about branch develop; --branch names another."]);
  });

  it("shows everything as new in a folder without git, and says what it did instead", async () => {
    const { repository, ...rest } = project;
    assert.ok(repository);
    project = { ...rest, repository: undefined };
    const { stack, base, head, changes, notes } = await json({});
    project = { ...rest, repository };
    assert.deepEqual([stack, base, head], ["dev", "nothing", "working tree"]);
    assert.ok(changes.length > 5 && changes.every(({ op }) => op === "create"));
    assert.deepEqual(notes, [
      "This folder is not a git checkout, so this is about branch develop; --branch names another.",
    ]);
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
});

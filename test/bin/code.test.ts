import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

const root = join(__dirname, "../..");
// eslint-disable-next-line @typescript-eslint/no-require-imports -- JavaScript, without types
const { bundle, sourcesOf } = require("../../bin/bundle.js") as {
  bundle: (root: string) => { readonly code: string; readonly files: readonly string[] };
  sourcesOf: (root: string) => readonly [file: string, content: Buffer][];
};

it("a bundle's name depends on every file that is in it, beside what npm installs", () => {
  const named = sourcesOf(root).map(([file]) => file);
  const own = bundle(root).files.filter((file) => !/^(node_modules\/|<stdin>)/.test(file));
  assert.ok(own.length > 150);
  assert.deepEqual(
    own.filter((file) => !named.includes(file)),
    [],
  );
});

/** A clone whose command keeps its code in a folder of the test's own. */
describe("the command of a clone", () => {
  let project: Sandbox;
  let cache: string;
  before(() => {
    project = copyProject();
    cache = mkdtempSync(join(tmpdir(), "turnout-code-"));
  });
  after(() => {
    project.remove();
    rmSync(cache, { recursive: true, force: true });
  });

  const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/turnout.js", ...args], {
      cwd: project.checkout,
      encoding: "utf8",
      env: { ...process.env, XDG_CACHE_HOME: cache, ...more },
    });
    assert.deepEqual([status, stderr], [0, ""]);
    return stdout;
  };
  const kept = (prefix: string) =>
    readdirSync(join(cache, "turnout/code")).filter((file) => file.startsWith(prefix));
  const change = (file: string, from: string, to: string) => {
    const path = join(project.checkout, file);
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes(from));
    writeFileSync(path, text.replace(from, to));
    return () => {
      writeFileSync(path, text);
    };
  };

  it("is made once, and says the same as its files one by one", () => {
    const first = run(["names", "x"]);
    assert.equal(run(["names", "x"]), first);
    assert.deepEqual([kept("bundle-").length, kept("alone-").length], [1, 1]);
    assert.equal(run(["names", "x"], { DEBUG: "turnout" }), first);
  });

  it("is made again after a change", () => {
    const before = run(["names", "x"]);
    const undo = change("cli/names.ts", '["name", "value"', '["NAME", "value"');
    try {
      assert.equal(run(["names", "x"]), before.replace(/^name/, "NAME"));
    } finally {
      undo();
    }
    assert.equal(run(["names", "x"]), before);
  });

  it("takes the map of branches as it is now", () => {
    const undo = change("branches.ts", "pr-<name>", "is-<name>");
    try {
      assert.match(run(["names", "x"]), /^stack +is-x /m);
    } finally {
      undo();
    }
    assert.match(run(["names", "x"]), /^stack +pr-x /m);
  });

  it("runs the base of a diff by the base's code", () => {
    const undo = change(
      "naming/names.ts",
      '"app.kubernetes.io/managed-by": "Pulumi"',
      '"app.kubernetes.io/made-by": "Pulumi"',
    );
    try {
      const diff = run(["diff", "--stack", "dev", "--base", "HEAD"]);
      assert.match(diff, /made-by/);
      assert.match(run(["diff", "--stack", "dev", "--base", "HEAD"]), /made-by/);
    } finally {
      undo();
    }
    assert.match(run(["diff", "--stack", "dev", "--base", "HEAD"]), /: no changes\n/);
  });

  it("forgets what it has kept for a week, and nothing before", () => {
    const file = (name: string) => join(cache, "turnout/code", name);
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600 * 1000);
    for (const [name, days] of [
      ["old", 8],
      ["new", 6],
    ] as const) {
      writeFileSync(file(name), "");
      utimesSync(file(name), daysAgo(days), daysAgo(days));
    }
    const undo = change("cli/names.ts", '["name", "value"', '["Name", "value"');
    run(["names", "x"]);
    undo();
    assert.deepEqual([kept("old").length, kept("new").length], [0, 1]);
  });

  it("runs as well where nothing can be kept", () => {
    writeFileSync(join(cache, "none"), "");
    const told = { XDG_CACHE_HOME: join(cache, "none") };
    assert.equal(run(["names", "x"], told), run(["names", "x"]));
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const hook = join(__dirname, "../../bin/typescript.js");

/** In a process of its own, which starts without any hook, and compiles all that it loads. */
const inNewProcess = (script: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ["--require", hook, "--eval", script], {
      encoding: "utf8",
      cwd: __dirname,
      env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" },
    }),
  );

describe("the hook for TypeScript", () => {
  it("relies on Node's table of loaders by a file's ending", () => {
    const { _extensions } = Module as unknown as { _extensions?: Record<string, unknown> };
    assert.equal(typeof _extensions?.[".js"], "function", "Node has no Module._extensions any more");
  });

  describe("keeps transpiled code", () => {
    let home: string;
    let source: string;
    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "turnout-hook-"));
      source = join(home, "typed.ts");
      writeFileSync(source, `export const typed: number = ${Math.random()};\n`);
    });
    afterEach(() => rmSync(home, { recursive: true, force: true }));
    const run = (variables: NodeJS.ProcessEnv) =>
      JSON.parse(
        execFileSync(
          process.execPath,
          [
            "--require",
            hook,
            "--eval",
            `require(${JSON.stringify(source)}); console.log(JSON.stringify([process.env.TMPDIR ?? null, process.env.TSX_DISABLE_CACHE ?? null]))`,
          ],
          { encoding: "utf8", env: { PATH: process.env.PATH, ...variables } },
        ),
      ) as unknown;
    const filesIn = (folder: string): string[] =>
      existsSync(folder)
        ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
            statSync(join(folder, file)).isFile(),
          )
        : [];

    it("in a folder of one's own, and leaves the variables of the process alone", () => {
      const shared = join(home, "tmp");
      mkdirSync(shared);
      assert.deepEqual(run({ HOME: home, TMPDIR: shared }), [shared, null]);
      assert.deepEqual(filesIn(shared), []);
      assert.ok(filesIn(join(home, ".cache", "turnout")).length > 0);
      assert.equal(statSync(join(home, ".cache", "turnout")).mode & 0o777, 0o700);
    });

    it("nowhere, where that folder would be in the one that the command is run in", () => {
      assert.deepEqual(run({ XDG_CACHE_HOME: ".cache", HOME: "", TMPDIR: home }), [home, null]);
      assert.deepEqual(filesIn(join(home, ".cache")), []);
      assert.equal(existsSync(".cache/turnout"), false);
    });

    it("nowhere, where that folder may be written by others, is a link, or can't be made", () => {
      const cache = join(home, "turnout");
      const other = join(home, "other");
      const cases = [
        () => mkdirSync(cache) ?? chmodSync(cache, 0o777),
        () => mkdirSync(other) ?? symlinkSync(other, cache),
        () => writeFileSync(cache, ""),
      ];
      for (const prepare of cases) {
        prepare();
        assert.deepEqual(run({ HOME: home, TMPDIR: home, XDG_CACHE_HOME: home }), [home, null]);
        assert.deepEqual([...filesIn(other), ...(statSync(cache).isDirectory() ? filesIn(cache) : [])], []);
        rmSync(cache, { recursive: true });
      }
      assert.deepEqual(readdirSync(home).sort(), ["other", "typed.ts"]);
    });
  });

  it("runs our files as tsx does, and an installed package by Node's own loader", () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-hook-"));
    writeFileSync(join(folder, "typed.ts"), "export const typed: number = 1;\n");
    try {
      const seen = inNewProcess(`
        const Module = require("node:module");
        const { typed } = require(${JSON.stringify(join(folder, "typed.ts"))});
        const compiled = [];
        const compile = Module.prototype._compile;
        Module.prototype._compile = function (source, file, ...rest) {
          compiled.push([file, source]);
          return compile.call(this, source, file, ...rest);
        };
        const file = require.resolve("semver/functions/parse.js");
        require(file);
        const source = compiled.find(([name]) => name === file)?.[1];
        console.log(JSON.stringify([typed, source === require("node:fs").readFileSync(file, "utf8"), process.sourceMapsEnabled]));
      `) as unknown[];
      assert.deepEqual(seen, [1, true, true]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

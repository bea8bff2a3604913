import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const hook = join(__dirname, "../../bin/typescript.js");

/** In a process of its own, which starts without any hook. */
const inNewProcess = (script: string): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ["--require", hook, "--eval", script], {
      encoding: "utf8",
      cwd: __dirname,
    }),
  );

describe("the hook for TypeScript", () => {
  it("relies on Node's table of loaders by a file's ending", () => {
    const { _extensions } = Module as unknown as { _extensions?: Record<string, unknown> };
    assert.equal(typeof _extensions?.[".js"], "function", "Node has no Module._extensions any more");
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

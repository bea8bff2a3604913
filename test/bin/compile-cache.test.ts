import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const hook = join(__dirname, "../../bin/compile-cache.js");

/** Node 22 does this by itself. */
const isOurs = !("enableCompileCache" in Module);

(isOurs ? describe : describe.skip)("what V8 compiled of a package", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "turnout-compiled-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (file: string, text: string) => {
    const path = join(folder, "node_modules/some", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const evaluate = (script: string, more: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, ["--require", hook, "--eval", script], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, XDG_CACHE_HOME: folder, ...more },
    });
  const kept = () => {
    const files = readdirSync(join(folder, "turnout/code"));
    assert.equal(files.length, 1);
    return readFileSync(join(folder, "turnout/code", files[0] ?? ""));
  };

  it("is kept by the first process, and used by the next", () => {
    write("index.js", "exports.twice = (n) => 2 * n;");
    const script = `
      const vm = require("node:vm");
      const { Script } = vm;
      vm.Script = function (code, options) {
        const script = new Script(code, options);
        console.log(options.cachedData !== undefined && !script.cachedDataRejected);
        return script;
      };
      console.log(require("some").twice(2));`;
    assert.equal(evaluate(script), "false\n4\n");
    const before = kept();
    assert.equal(evaluate(script), "true\n4\n");
    assert.deepEqual(kept(), before);
  });

  it("is compiled again where the source is another of the same length", () => {
    for (const value of ["1", "2"]) {
      write("index.js", `module.exports = ${value};`);
      assert.equal(evaluate('console.log(require("some"))'), `${value}\n`);
    }
  });

  it("has the name of its own file, also where another has the same content", () => {
    write("index.js", 'module.exports = new Error("x").stack.split("\\n")[1];');
    evaluate('require("some")');
    write("other.js", 'module.exports = new Error("x").stack.split("\\n")[1];');
    assert.match(evaluate('console.log(require("./node_modules/some/other.js"))'), /some\/other\.js:1:/);
  });

  it("is compiled again where the file is no such code, and where there can be none", () => {
    write("index.js", "module.exports = 1;");
    const script = 'console.log(require("some"))';
    evaluate(script);
    const [file = ""] = readdirSync(join(folder, "turnout/code"));
    writeFileSync(join(folder, "turnout/code", file), "torn");
    assert.equal(evaluate(script), "1\n");
    assert.ok(kept().length > 10);
    writeFileSync(join(folder, "none"), "");
    assert.equal(evaluate(script, { XDG_CACHE_HOME: join(folder, "none") }), "1\n");
  });

  it("has all that Node gives to a module", () => {
    write("data.json", '{"data":1}');
    write(
      "index.js",
      `#!/usr/bin/env node
"use strict";
const assert = require("node:assert");
assert.equal(this, exports);
assert.equal(module.exports, exports);
assert.equal(__filename, require.resolve("./index.js"));
assert.equal(__dirname, require("node:path").dirname(__filename));
assert.equal(require.cache[__filename], module);
assert.equal(require("./data.json").data, 1);
assert.ok(require.resolve.paths("x").includes(__dirname + "/node_modules"));
assert.equal(require.main, process.mainModule);
assert.ok(".json" in require.extensions);
console.log(new Error("x").stack.split("\\n")[1].replace("Object.<anonymous> ", ""));`,
    );
    for (const run of ["the first", "the next"])
      assert.equal(evaluate('require("some")'), `    at (${folder}/node_modules/some/index.js:13:13)\n`, run);
  });

  it("is left to Node for an ES module, and for what imports one", () => {
    write("package.json", '{"type":"module","exports":"./index.js"}');
    write("index.js", "export const value = 6;");
    assert.equal(evaluate('import("some").then(({ value }) => console.log(value))'), "6\n");
    assert.equal(evaluate('console.log(require("some").value)').split("\n")[0], "6");
    write("common.cjs", 'module.exports = import("./index.js");');
    const common = evaluate(
      'require("./node_modules/some/common.cjs").then(({ value }) => console.log(value))',
    );
    assert.equal(common, "6\n");
  });
});

describe("Node's own cache of what V8 compiled", () => {
  it("is kept in the user's own folder, and nowhere where there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-compiled-"));
    try {
      const tell = join(folder, "tell.js");
      writeFileSync(tell, 'require("module").enableCompileCache = (folder) => console.log(String(folder));');
      const placesIn = (XDG_CACHE_HOME: string) =>
        execFileSync(process.execPath, ["--require", tell, "--require", hook, "--eval", ""], {
          encoding: "utf8",
          env: { ...process.env, XDG_CACHE_HOME },
        });
      assert.equal(placesIn(folder), `${join(folder, "turnout")}\n`);
      assert.equal(placesIn("relative"), "");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

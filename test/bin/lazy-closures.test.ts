import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const bin = join(__dirname, "../../bin");

/** In a process of its own: what is loaded stays loaded. */
function inNewProcess(script: string): unknown {
  const hooks = ["typescript.js", "lazy-closures.js"].flatMap((file) => ["--require", join(bin, file)]);
  return JSON.parse(
    execFileSync(process.execPath, [...hooks, "--eval", script], {
      encoding: "utf8",
      cwd: bin,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
}

describe("the stand-ins for Pulumi's closure serialization", () => {
  it("keep TypeScript and npm's dependency solver from being loaded with Pulumi", () => {
    const loaded = inNewProcess(`
      require("@pulumi/pulumi");
      const heavy = Object.keys(require.cache).filter((file) => /node_modules.(typescript|@npmcli.arborist)\\b/.test(file));
      console.log(JSON.stringify(heavy));
    `);
    assert.deepEqual(loaded, []);
  });

  it("have every name of the modules that they stand in for", () => {
    const names = inNewProcess(`
      const modules = ["codePaths", "serializeClosure"].map((name) => "@pulumi/pulumi/runtime/closure/" + name);
      const keys = () => modules.map((name) => Object.keys(require(name)).sort());
      const standIns = keys();
      for (const name of modules) delete require.cache[require.resolve(name)];
      console.log(JSON.stringify([standIns, keys()]));
    `) as [unknown, unknown];
    assert.deepEqual(names[0], names[1]);
  });

  it("load the real thing when it is called", () => {
    const text = inNewProcess(`
      const { serializeFunction } = require("@pulumi/pulumi").runtime;
      serializeFunction(() => 42).then(({ text }) => console.log(JSON.stringify(text)));
    `);
    assert.match(String(text), /return 42|=> 42/);
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** In a process of its own: what is loaded stays loaded. */
function inNewProcess(script: string): unknown {
  const hooks = ["bin/typescript.js", "internals/lazy-modules.js"].flatMap((file) => [
    "--require",
    join(root, file),
  ]);
  return JSON.parse(
    execFileSync(process.execPath, [...hooks, "--eval", script], {
      encoding: "utf8",
      cwd: root,
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

describe("the stand-in for zod's languages", () => {
  it("leaves them unloaded, and zod's default sentences as they are", () => {
    const said = inNewProcess(`
      const { z } = require("zod");
      const languages = Object.keys(require.cache).filter((file) => /zod.v4.locales.(?!index|en\\b)/.test(file));
      const { error } = z.strictObject({ a: z.int().min(2) }).safeParse({ a: 1, b: 1 });
      console.log(JSON.stringify([languages, error.issues.map(({ message }) => message)]));
    `);
    assert.deepEqual(said, [[], ["Too small: expected number to be >=2", 'Unrecognized key: "b"']]);
  });

  it("stands for a module of languages only, each a function that makes sentences", () => {
    const kinds = inNewProcess(`
      delete require.cache[require.resolve("zod/v4/locales")];
      const languages = require("zod/v4/locales");
      console.log(JSON.stringify([Object.keys(languages).length > 30, ...new Set(Object.values(languages).map((one) => typeof one))]));
    `);
    assert.deepEqual(kinds, [true, "function"]);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

describe("what is loaded before a project's program", () => {
  it("makes an Output in a text an error, which else would go into the pods", () => {
    const program = "const { output } = require('@pulumi/pulumi'); console.log(`http://${output('queue')}`);";
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", join(root, "bin/start.js"), "--eval", program],
      { cwd: root, encoding: "utf8" },
    );
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /Calling \[toString\] on an \[Output<T>\] is not supported/);
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

describe("the program under ts-node", () => {
  it("loads with type checks, as Pulumi runs TypeScript where nobody says otherwise", () => {
    const script = `
      require("ts-node").register({ transpileOnly: false, compilerOptions: { noCheck: false } });
      process.stdout.write(typeof require("./index.ts"));`;
    const said = execFileSync(process.execPath, ["-e", script], {
      cwd: join(__dirname, "../.."),
      encoding: "utf8",
    });
    assert.equal(said, "function");
  });
});

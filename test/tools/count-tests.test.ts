import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sum, tallyOfJunit } from "../../tools/count-tests";

describe("the count that ends .ci/run", () => {
  const tally = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped });

  it("adds up what ran and counts a skipped tier as one skipped test", () => {
    const tiers = [
      { name: "unit", end: 0, tally: tally(5, 0, 1) },
      { name: "app", end: 0, tally: tally(3) },
      { name: "cluster", end: "skipped" as const },
    ];
    assert.deepEqual(sum(tiers), tally(8, 0, 2));
  });

  it("counts failed tests once, not their tier as well", () => {
    assert.deepEqual(sum([{ name: "unit", end: 2, tally: tally(5, 2) }]), tally(5, 2));
  });

  it("counts a tier that failed without a failed test, and one that ran no test, as failed", () => {
    assert.deepEqual(sum([{ name: "unit", end: 1 }]), tally(0, 1));
    assert.deepEqual(sum([{ name: "unit", end: 1, tally: tally(5) }]), tally(5, 1));
    assert.deepEqual(sum([{ name: "engine", end: 0, tally: tally(0) }]), tally(0, 1));
    assert.deepEqual(sum([{ name: "engine", end: 0 }]), tally(0, 1));
  });

  it("reads pytest's report, errors with the failures", () => {
    const xml =
      '<testsuites name="pytest"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10">';
    assert.deepEqual(tallyOfJunit(xml), tally(4, 3, 3));
  });

  it("takes a tier's own tests, and asks nothing of a mocha that one of them starts", () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-test-"));
    try {
      const root = join(__dirname, "../..");
      const [test, tallied] = [join(folder, "a.test.js"), join(folder, "tally.json")];
      const nested = `["MOCHA_OPTIONS", "TEST_TALLY"].filter((name) => name in process.env)`;
      const own = `const seen = ${nested};\nit("a", () => require("assert").deepEqual(seen, []));\nit("b");\n`;
      writeFileSync(test, own);
      const mocha = join(root, "node_modules/mocha/bin/mocha.js");
      execFileSync(process.execPath, [mocha, "--no-config", "--require", "tsx/cjs", test], {
        cwd: root,
        env: {
          ...process.env,
          TEST_TALLY: tallied,
          MOCHA_OPTIONS: "--reporter tools/tally-reporter.ts",
        },
        stdio: "pipe",
      });
      assert.deepEqual(JSON.parse(readFileSync(tallied, "utf8")), tally(1, 0, 1));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

import assert from "node:assert/strict";
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
});

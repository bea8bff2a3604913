import assert from "node:assert/strict";
import { describePlan } from "../../release/describe";
import { planRelease } from "../../release/plan";
import type { RecordedApplication } from "../../release/recorded";

const serving: RecordedApplication = {
  weights: { blue: 100, green: 0 },
  blue: { release: "r1", replicas: 1, ready: true },
};
const told = (recorded: RecordedApplication, release: string) =>
  describePlan("web", release, planRelease(recorded, { release, replicas: 1, standbyReplicas: 0 }));

describe("describePlan", () => {
  it("tells of a first release", () => {
    assert.equal(told({}, "r1"), "web: first release r1, on blue.");
  });

  it("tells of an update without a release", () => {
    assert.equal(told(serving, "r1"), "web: release r1 stays active on blue.");
  });

  it("tells where a release goes, and that the old color stays", () => {
    assert.equal(
      told(serving, "r2"),
      "web: release r2 goes to green; once it is Ready the traffic moves there, and blue stays up.",
    );
  });

  it("tells of a rollback", () => {
    const green = { release: "r0", replicas: 1, ready: true };
    assert.equal(
      told({ ...serving, green }, "r0"),
      "web: back to release r0, which green still has; blue stays up.",
    );
  });
});

import assert from "node:assert/strict";
import type { Intent, RecordedApplication } from "../../release/model";
import { mayShrink, type WantedRelease } from "../../release/release-plan";
import { planRelease } from "../../release/plan";
import { blueServes, bothServed, toBlue, trial, waiting, wanted } from "./recorded";

describe("mayShrink", () => {
  const of = (recorded: RecordedApplication, asked: Partial<WantedRelease> = {}, intent?: Intent) => {
    const plan = planRelease(recorded, { ...wanted, ...asked }, intent);
    return [plan.kind, mayShrink(plan)];
  };

  it("is not so while another release has a part of the traffic, however it got it", () => {
    assert.deepEqual(of(blueServes, { firstShare: 10 }), ["release", false]);
    assert.deepEqual(of(waiting, { firstShare: 10 }), ["shift", false]);
    assert.deepEqual(of(trial), ["hold", false]);
    assert.deepEqual(of(trial, {}, { verb: "shift", share: 50 }), ["shift", false]);
    assert.deepEqual(of(trial, {}, { verb: "keep" }), ["hold", false]);
  });

  it("is not so when the traffic comes back: its load has yet to be measured", () => {
    assert.deepEqual(of(trial, {}, { verb: "abort" }), ["abort", false]);
    assert.deepEqual(of(trial, { release: "old" }), ["abort", false]);
  });

  it("is so once a release has all of it, or gave it back and has settled", () => {
    assert.deepEqual(of({}), ["first", true]);
    assert.deepEqual(of(blueServes), ["release", true]);
    assert.deepEqual(of(bothServed), ["rollback", true]);
    assert.deepEqual(of(trial, {}, { verb: "shift", share: 100 }), ["promote", true]);
    assert.deepEqual(of({ ...trial, weights: toBlue, rejected: "new" }), ["steady", true]);
  });

  it("is so while a release waits without traffic", () => {
    assert.deepEqual(of(blueServes, { firstShare: 0 }), ["release", true]);
    assert.deepEqual(of(waiting, { firstShare: 0 }), ["hold", true]);
  });
});

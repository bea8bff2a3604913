import assert from "node:assert/strict";
import { retreatOf } from "../../release/guard";
import { blueServes, bothServed, candidate, fresh, old, toGreen, trial, waiting } from "./recorded";

describe("retreatOf", () => {
  it("goes to the idle color while it is warm, and rejects what it leaves", () => {
    assert.deepEqual(retreatOf(bothServed), { to: "green", release: "new", rejected: "old" });
    assert.deepEqual(retreatOf({ ...bothServed, weights: toGreen, preview: "green" }), {
      to: "blue",
      release: "old",
      rejected: "new",
    });
  });

  it("is none to a color that is gone, not Ready, or has fewer pods than the traffic needs", () => {
    assert.equal(retreatOf({}), undefined);
    assert.equal(retreatOf(blueServes), undefined);
    assert.equal(retreatOf({ ...bothServed, green: { ...fresh, ready: false } }), undefined);
    assert.equal(retreatOf({ ...bothServed, green: { ...fresh, replicas: 1 } }), undefined);
  });

  it("is none to the same release, to a rejected one, or to one that was never promoted", () => {
    assert.equal(retreatOf({ ...bothServed, green: old }), undefined);
    assert.equal(retreatOf({ ...bothServed, rejected: "new" }), undefined);
    assert.equal(retreatOf(waiting), undefined);
    assert.equal(retreatOf({ ...bothServed, preview: "green" }), undefined);
    assert.equal(retreatOf({ ...bothServed, green: candidate }), undefined);
  });

  it("is none while a release is tried: that one is aborted", () => {
    assert.equal(retreatOf(trial), undefined);
  });
});

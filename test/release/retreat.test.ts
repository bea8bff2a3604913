import assert from "node:assert/strict";
import { retreatOf } from "../../release/guard";
import type { RecordedApplication } from "../../release/model";
import { blueServes, bothServed, candidate, fresh, old, toGreen, trial, waiting } from "./recorded";

/** Of an application that is as it was recorded. */
const retreat = (live: RecordedApplication) => retreatOf(live, live);

describe("retreatOf", () => {
  it("goes to the idle color while it is warm, and rejects what it leaves", () => {
    assert.deepEqual(retreat(bothServed), { to: "green", release: "new", rejected: "old" });
    assert.deepEqual(retreat({ ...bothServed, weights: toGreen, preview: "green" }), {
      to: "blue",
      release: "old",
      rejected: "new",
    });
  });

  it("is none to a color that is gone, not Ready, or has fewer pods than the traffic needs", () => {
    assert.equal(retreat({}), undefined);
    assert.equal(retreat(blueServes), undefined);
    assert.equal(retreat({ ...bothServed, green: { ...fresh, ready: false } }), undefined);
    assert.equal(retreat({ ...bothServed, green: { ...fresh, replicas: 1 } }), undefined);
  });

  it("is none to the same release, to a rejected one, or to one that was never promoted", () => {
    assert.equal(retreat({ ...bothServed, green: old }), undefined);
    assert.equal(retreat({ ...bothServed, rejected: "new" }), undefined);
    assert.equal(retreat(waiting), undefined);
    assert.equal(retreat({ ...bothServed, preview: "green" }), undefined);
    assert.equal(retreat({ ...bothServed, green: candidate }), undefined);
  });

  it("is none to what the checkpoint doesn't have: an update that died may have brought it up", () => {
    const ready = { ...fresh, release: "next" };
    assert.equal(retreatOf({ ...bothServed, green: ready }, bothServed), undefined);
    assert.equal(retreatOf(bothServed, { ...bothServed, green: candidate }), undefined);
    assert.equal(retreatOf(bothServed, blueServes), undefined);
    assert.equal(retreatOf(bothServed, {}), undefined);
  });

  it("needs no other size than the cluster's own, which an autoscaler changes", () => {
    const sizes = { blue: { ...old, replicas: 1 }, green: { ...fresh, replicas: 0, ready: false } };
    assert.equal(retreatOf(bothServed, { ...bothServed, ...sizes })?.to, "green");
  });

  it("is none while a release is tried: that one is aborted", () => {
    assert.equal(retreat(trial), undefined);
  });
});

import assert from "node:assert/strict";
import { driftOf } from "../../release/describe";
import type { RecordedApplication } from "../../release/model";
import { blueServes, bothServed, fresh, old, trial } from "./recorded";

describe("driftOf", () => {
  const drift = (live: RecordedApplication, recorded: RecordedApplication = bothServed) =>
    driftOf("web", recorded, live);

  it("is none where the cluster is as it was recorded, whatever its autoscaler did since", () => {
    assert.equal(drift(bothServed), undefined);
    assert.equal(drift({ ...bothServed, blue: { ...old, replicas: 7 } }), undefined);
    assert.equal(drift({}, {}), undefined);
  });

  it("is a color that is gone, and not one that never was", () => {
    assert.equal(drift(blueServes), "In the cluster now: web-green is gone.");
    assert.equal(drift(blueServes, blueServes), undefined);
  });

  it("is a color that runs another release, or one where there was none", () => {
    assert.equal(
      drift({ ...bothServed, green: { ...fresh, release: "other" } }),
      "In the cluster now: web-green runs release other.",
    );
    assert.equal(drift(bothServed, blueServes), "In the cluster now: web-green runs release new.");
  });

  it("is another share of the traffic, of each color", () => {
    assert.equal(
      drift({ ...trial, weights: { blue: 100, green: 0 } }, trial),
      "In the cluster now: web-blue takes 100 % of the traffic; web-green takes 0 % of the traffic.",
    );
    assert.equal(
      drift({ ...bothServed, weights: undefined }),
      "In the cluster now: web-blue takes 0 % of the traffic.",
    );
  });

  it("is a color with pods that is not Ready, and not one that has none", () => {
    const notReady = { ...fresh, ready: false };
    assert.equal(drift({ ...bothServed, green: notReady }), "In the cluster now: web-green is not Ready.");
    assert.equal(drift({ ...bothServed, green: { ...notReady, replicas: 0 } }), undefined);
  });

  it("is all of that in one sentence", () => {
    const live = { ...trial, green: { ...fresh, release: "other", ready: false } };
    assert.equal(
      drift(live),
      "In the cluster now: web-blue takes 90 % of the traffic; web-green runs release other and takes 10 % of the traffic and is not Ready.",
    );
  });
});

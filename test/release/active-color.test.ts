import assert from "node:assert/strict";
import { activeColor, planRelease } from "../../release/plan";
import { fresh, old, toGreen, trial, wanted } from "./recorded";

describe("a lost route", () => {
  it("is made again in front of the color that is Ready with what is wanted", () => {
    const plan = planRelease({ blue: old, green: fresh }, wanted);
    assert.equal(plan.active, "green");
    assert.equal(plan.kind, "steady");
    assert.equal(plan.colors.blue.replicas, 2);
  });

  it("is known from a first release when only green is left", () => {
    assert.equal(planRelease({ green: fresh }, wanted).active, "green");
  });

  it("doesn't promote what was tried", () => {
    const plan = planRelease({ ...trial, weights: undefined }, { ...wanted, firstShare: 10 });
    assert.equal(plan.kind, "shift");
    assert.deepEqual(plan.weights, { blue: 90, green: 10 });
  });
});

describe("activeColor", () => {
  it("is the one with most of the traffic", () => {
    assert.equal(activeColor({ weights: { blue: 40, green: 60 }, blue: old, green: fresh }, wanted), "green");
  });

  it("is the one that a release is tried against, however much that one has", () => {
    assert.equal(activeColor({ ...trial, weights: { blue: 10, green: 90 } }, wanted), "blue");
    assert.equal(activeColor({ ...trial, weights: toGreen }, wanted), "green");
  });

  it("of two that are tried is the one that serves", () => {
    const blue = { ...old, candidate: true, replicas: 0, ready: false };
    assert.equal(activeColor({ ...trial, blue }, wanted), "green");
  });

  it("of two that are tried and serve is the one that the preview doesn't show", () => {
    const both = { ...trial, blue: { ...old, candidate: true }, weights: { blue: 500, green: 500 } };
    assert.equal(activeColor({ ...both, preview: "blue" }, wanted), "green");
    assert.equal(activeColor({ ...both, preview: "green" }, wanted), "blue");
  });
});

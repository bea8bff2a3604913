import assert from "node:assert/strict";
import { awaitedBeforeTraffic } from "../../release/release-plan";
import { planRelease } from "../../release/plan";
import { blueServes, given, kept, old, toBlue, toGreen, wanted } from "./recorded";

describe("a first release", () => {
  it("starts on blue when nothing is recorded, the route before the pods", () => {
    assert.deepEqual(planRelease({}, wanted), {
      kind: "first",
      active: "blue",
      colors: { blue: given, green: { ...given, replicas: 0 } },
      weights: toBlue,
      preview: "blue",
      order: "route",
    });
  });

  it("has pods that the traffic of other applications waits for", () => {
    assert.deepEqual(awaitedBeforeTraffic(planRelease({}, wanted)), ["blue"]);
  });

  it("takes all of the traffic, also where a release is to begin with a share: there is nothing to try it against", () => {
    assert.deepEqual(planRelease({}, { ...wanted, firstShare: 10 }).weights, toBlue);
  });

  it("goes on after an update that ended after the route", () => {
    const plan = planRelease({ weights: { blue: 100, green: 0 } }, wanted);
    assert.equal(plan.kind, "first");
    assert.equal(plan.active, "blue");
    assert.equal(plan.colors.blue.frozen, false);
  });

  it("keeps the pods of an idle color from before, once the active one is gone", () => {
    const plan = planRelease({ weights: { blue: 100, green: 0 }, green: { ...old, replicas: 1 } }, wanted);
    assert.equal(plan.kind, "first");
    assert.deepEqual(plan.colors, {
      blue: given,
      green: { ...kept({ ...old, replicas: 1 }), awaitReady: false },
    });
  });
});

describe("a release", () => {
  it("goes to the idle color at full size, which then gets all the traffic", () => {
    const recorded = { ...blueServes, green: { release: "older", replicas: 0, ready: false } };
    const plan = planRelease(recorded, wanted);
    assert.deepEqual(plan, {
      kind: "release",
      active: "green",
      colors: { blue: kept(old), green: given },
      weights: toGreen,
      preview: "green",
      rejected: undefined,
      order: "workload",
    });
    assert.deepEqual(awaitedBeforeTraffic(plan), ["green"]);
  });

  it("goes to a color that was never made", () => {
    assert.equal(planRelease(blueServes, wanted).kind, "release");
  });

  it("waits at its preview hostname, marked, where it is to be promoted by a person", () => {
    const plan = planRelease(blueServes, { ...wanted, firstShare: 0 });
    assert.deepEqual(plan, {
      kind: "release",
      active: "blue",
      colors: { blue: kept(old), green: { ...given, candidate: true } },
      weights: toBlue,
      preview: "green",
      rejected: undefined,
      order: "workload",
    });
    assert.deepEqual(awaitedBeforeTraffic(plan), ["blue", "green"]);
  });

  it("gets a canary's first share, marked, once both colors are Ready", () => {
    const plan = planRelease(blueServes, { ...wanted, firstShare: 10 });
    assert.deepEqual(plan, {
      kind: "release",
      active: "blue",
      colors: { blue: kept(old), green: { ...given, candidate: true } },
      weights: { blue: 90, green: 10 },
      preview: "green",
      rejected: undefined,
      order: "workload",
    });
    assert.deepEqual(awaitedBeforeTraffic(plan), ["blue", "green"]);
  });

  it("gets the share that the settings give explicitly", () => {
    const plan = planRelease(blueServes, { ...wanted, firstShare: 10, share: 25 });
    assert.deepEqual(plan.weights, { blue: 75, green: 25 });
  });

  it("leaves the old color at its own size while another size is wanted", () => {
    assert.equal(planRelease(blueServes, { ...wanted, replicas: 5 }).colors.blue.replicas, 2);
  });

  it("takes the mark off what serves, lest two candidates take traffic", () => {
    const recorded = { ...blueServes, blue: { ...old, candidate: true } };
    assert.equal(planRelease(recorded, { ...wanted, firstShare: 10 }).colors.blue.candidate, false);
  });

  it("is tried again, not taken for a rollback, when the idle color never became Ready with it", () => {
    const green = { release: "new", replicas: 2, ready: false };
    assert.equal(planRelease({ ...blueServes, green }, wanted).kind, "release");
  });

  it("mends a broken first release on the other color, without waiting for the broken one", () => {
    const blue = { release: "bad", replicas: 2, ready: false, down: true };
    const plan = planRelease({ weights: toBlue, blue }, wanted);
    assert.equal(plan.active, "green");
    assert.deepEqual(plan.colors.blue, kept(blue));
  });
});

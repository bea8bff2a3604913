import assert from "node:assert/strict";
import { planRelease, awaitedBeforeRoute } from "../../release/plan";
import type { RecordedApplication } from "../../release/recorded";

const wanted = { release: "new", replicas: 2, standbyReplicas: 0 };
const serving = { release: "old", replicas: 2, ready: true };
const blueServes: RecordedApplication = { weights: { blue: 100, green: 0 }, blue: serving };

describe("planRelease", () => {
  it("starts on blue when nothing is recorded, the route before the pods", () => {
    assert.deepEqual(planRelease({}, wanted), {
      kind: "first",
      active: "blue",
      colors: {
        blue: { replicas: 2, frozen: false, awaitReady: true },
        green: { replicas: 0, frozen: false, awaitReady: true },
      },
      weights: { blue: 100, green: 0 },
      order: "route",
    });
  });

  it("gives a new release to the idle color at full size and then all the traffic", () => {
    const plan = planRelease(
      { ...blueServes, green: { release: "older", replicas: 0, ready: false } },
      wanted,
    );
    assert.deepEqual(plan, {
      kind: "release",
      active: "green",
      colors: {
        blue: { replicas: 2, frozen: true, awaitReady: true },
        green: { replicas: 2, frozen: false, awaitReady: true },
      },
      weights: { blue: 0, green: 100 },
      order: "workload",
    });
    assert.deepEqual(awaitedBeforeRoute(plan), ["green"]);
  });

  it("releases to a color that was never made", () => {
    assert.equal(planRelease(blueServes, wanted).kind, "release");
  });

  it("leaves the old color at its own size while another size is wanted", () => {
    assert.equal(planRelease(blueServes, { ...wanted, replicas: 5 }).colors.blue.replicas, 2);
  });

  it("is steady when what is wanted is active, and sends the idle color to its standby size", () => {
    const recorded = { ...blueServes, green: { release: "older", replicas: 2, ready: true } };
    assert.deepEqual(planRelease(recorded, { ...wanted, release: "old", standbyReplicas: 1 }), {
      kind: "steady",
      active: "blue",
      colors: {
        blue: { replicas: 2, frozen: true, awaitReady: true },
        green: { replicas: 1, frozen: true, awaitReady: true },
      },
      weights: { blue: 100, green: 0 },
      order: "workload",
    });
  });

  it("changes only the size when only the size is wanted otherwise", () => {
    const plan = planRelease(blueServes, { ...wanted, release: "old", replicas: 3 });
    assert.equal(plan.kind, "steady");
    assert.equal(plan.colors.blue.replicas, 3);
    assert.equal(plan.colors.blue.frozen, true);
  });

  it("scales nothing down while the recorded weights still have to move", () => {
    const recorded = {
      weights: { blue: 90, green: 10 },
      blue: { ...serving, replicas: 4 },
      green: { release: "x", replicas: 3, ready: true },
    };
    const plan = planRelease(recorded, { ...wanted, release: "old" });
    assert.equal(plan.colors.blue.replicas, 4);
    assert.equal(plan.colors.green.replicas, 3);
    assert.deepEqual(plan.weights, { blue: 100, green: 0 });
  });

  it("rolls back to what the idle color still has, warm or at zero", () => {
    for (const green of [
      { release: "new", replicas: 2, ready: true },
      { release: "new", replicas: 0, ready: false },
    ])
      assert.equal(planRelease({ ...blueServes, green }, wanted).kind, "rollback");
  });

  it("tries a release again, not a rollback, when the idle color never became Ready with it", () => {
    const green = { release: "new", replicas: 2, ready: false };
    assert.equal(planRelease({ ...blueServes, green }, wanted).kind, "release");
  });

  it("goes back to the old release without waiting for the color that failed", () => {
    const recorded = { ...blueServes, green: { release: "bad", replicas: 2, ready: false } };
    const plan = planRelease(recorded, { ...wanted, release: "old" });
    assert.equal(plan.kind, "steady");
    assert.deepEqual(plan.colors.green, { replicas: 0, frozen: true, awaitReady: false });
  });

  it("mends a broken first release on the other color, without waiting for the broken one", () => {
    const recorded = {
      weights: { blue: 100, green: 0 },
      blue: { release: "bad", replicas: 2, ready: false },
    };
    const plan = planRelease(recorded, wanted);
    assert.equal(plan.active, "green");
    assert.deepEqual(plan.colors.blue, { replicas: 2, frozen: true, awaitReady: false });
  });

  it("goes on with a first update that ended after the route", () => {
    const plan = planRelease({ weights: { blue: 100, green: 0 } }, wanted);
    assert.equal(plan.kind, "first");
    assert.equal(plan.active, "blue");
    assert.equal(plan.colors.blue.frozen, false);
  });

  it("makes a lost route again in front of the color that is Ready with what is wanted", () => {
    const green = { release: "new", replicas: 2, ready: true };
    const plan = planRelease({ blue: serving, green }, wanted);
    assert.equal(plan.active, "green");
    assert.equal(plan.kind, "steady");
    assert.equal(plan.colors.blue.replicas, 2);
  });

  it("knows a lost route from a first release when only green is left", () => {
    const plan = planRelease({ green: { release: "new", replicas: 1, ready: true } }, wanted);
    assert.equal(plan.active, "green");
  });
});

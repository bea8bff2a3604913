import assert from "node:assert/strict";
import { planRelease } from "../../release/plan";
import type { RecordedColor } from "../../release/model";
import {
  blueServes,
  bothServed,
  fresh,
  given,
  kept,
  old,
  toBlue,
  toGreen,
  trial,
  waiting,
  wanted,
} from "./recorded";

describe("steady", () => {
  it("keeps what is wanted and active, and sends the idle color to its standby size", () => {
    const recorded = { ...blueServes, green: { release: "older", replicas: 2, ready: true } };
    assert.deepEqual(planRelease(recorded, { ...wanted, release: "old", standbyReplicas: 1 }), {
      kind: "steady",
      active: "blue",
      colors: { blue: kept(old), green: { ...kept(recorded.green), replicas: 1 } },
      weights: toBlue,
      preview: "blue",
      rejected: undefined,
      order: "workload",
    });
  });

  it("changes only the size when only the size is wanted otherwise", () => {
    const plan = planRelease(blueServes, { ...wanted, release: "old", replicas: 3 });
    assert.equal(plan.kind, "steady");
    assert.deepEqual(plan.colors.blue, { ...kept(old), replicas: 3 });
  });

  it("scales nothing down while the recorded weights still have to move", () => {
    const recorded = {
      weights: { blue: 90, green: 10 },
      blue: { ...old, replicas: 4 },
      green: { release: "x", replicas: 3, ready: true },
    };
    const plan = planRelease(recorded, { ...wanted, release: "old" });
    assert.equal(plan.colors.blue.replicas, 4);
    assert.equal(plan.colors.green.replicas, 3);
    assert.deepEqual(plan.weights, toBlue);
  });

  it("makes a color anew without pods while the route still has a share for it: nobody has tried them", () => {
    const gone = { ...trial, blue: undefined };
    const plan = planRelease(gone, { ...wanted, release: "newer", standbyReplicas: 1 }, { verb: "settle" });
    assert.deepEqual([plan.kind, plan.weights, plan.colors.blue.replicas], ["steady", toGreen, 0]);
    const after = { ...gone, weights: toGreen };
    const next = planRelease(after, { ...wanted, release: "newer", standbyReplicas: 1 }, { verb: "settle" });
    assert.deepEqual([next.kind, next.colors.blue.replicas], ["steady", 1]);
  });

  it("takes the mark off a release that was promoted", () => {
    const promoted = { ...trial, weights: toGreen };
    const plan = planRelease(promoted, wanted);
    assert.equal(plan.kind, "steady");
    assert.deepEqual(plan.colors.green, kept(fresh));
  });

  it("goes back to the old release without waiting for the color that failed", () => {
    const bad = { release: "bad", replicas: 2, ready: false, down: true };
    const recorded = { ...blueServes, green: bad };
    const plan = planRelease(recorded, { ...wanted, release: "old", standbyReplicas: 1 });
    assert.equal(plan.kind, "steady");
    assert.deepEqual(plan.colors.green, { ...kept(bad), replicas: 1 });
  });

  it("leaves nothing for a second update to change where the color that failed goes to no pods", () => {
    const settled = (green: RecordedColor) =>
      planRelease({ ...blueServes, green }, { ...wanted, release: "old" }).colors.green;
    const failed = settled({ release: "bad", replicas: 2, ready: false });
    assert.deepEqual(failed, settled({ release: "bad", replicas: 0, ready: false }));
  });

  it("marks what a color is given that was lost, unless it serves: nobody has tried it", () => {
    const of = (release: string) =>
      planRelease(blueServes, { ...wanted, release, standbyReplicas: 1 }, { verb: "settle" }).colors.green;
    assert.deepEqual(of("old"), { ...given, replicas: 1, release: "old" });
    assert.deepEqual(of("new"), { ...given, replicas: 1, candidate: true });
  });
});

describe("a settling", () => {
  it("keeps what is active, whatever the settings want", () => {
    const recorded = { ...blueServes, green: { release: "older", replicas: 2, ready: true } };
    const plan = planRelease(recorded, wanted, { verb: "settle" });
    assert.equal(plan.kind, "steady");
    assert.deepEqual(plan.colors, { blue: kept(old), green: { ...kept(recorded.green), replicas: 0 } });
  });
});

describe("a rollback", () => {
  it("takes what the idle color still has, warm or at no pods", () => {
    assert.deepEqual(planRelease(bothServed, wanted), {
      kind: "rollback",
      active: "green",
      colors: { blue: kept(old), green: kept(fresh) },
      weights: toGreen,
      preview: "blue",
      rejected: undefined,
      order: "workload",
    });
    const cold = { ...bothServed, green: { release: "new", replicas: 0, ready: false } };
    assert.deepEqual(planRelease(cold, wanted).colors.green, kept(fresh));
  });

  it("never stops at a canary's step, nor waits to be promoted", () => {
    for (const share of [0, 10])
      assert.deepEqual(planRelease(bothServed, { ...wanted, firstShare: share, share }).weights, toGreen);
  });

  it("rejects what it takes the traffic from, where a person asks for it", () => {
    const plan = planRelease(bothServed, { ...wanted, release: "old" }, { verb: "rollback" });
    assert.deepEqual(plan, {
      kind: "rollback",
      active: "green",
      colors: { blue: kept(old), green: kept(fresh) },
      weights: toGreen,
      preview: "blue",
      rejected: "old",
      order: "workload",
    });
  });

  it("waits for an idle color that isn't Ready instead of giving it what was rejected", () => {
    const green = { ...fresh, ready: false };
    const plan = planRelease({ ...bothServed, green }, { ...wanted, release: "old" }, { verb: "rollback" });
    assert.equal(plan.kind, "rollback");
    assert.deepEqual(plan.colors.green, kept(fresh));
  });

  it("changes nothing where there is nothing to go back to", () => {
    for (const recorded of [blueServes, { ...blueServes, green: old }]) {
      const plan = planRelease(recorded, { ...wanted, release: "old" }, { verb: "rollback" });
      assert.equal(plan.kind, "steady");
      assert.equal(plan.rejected, undefined);
    }
  });

  it("doesn't go back to what was rejected: asking twice is asking once", () => {
    const recorded = { ...bothServed, weights: toGreen, rejected: "old" };
    const plan = planRelease(recorded, { ...wanted, release: "old" }, { verb: "rollback" });
    assert.equal(plan.kind, "steady");
    assert.equal(plan.active, "green");
  });

  it("doesn't go to a release that was never promoted", () => {
    const plan = planRelease(waiting, { ...wanted, release: "old" }, { verb: "rollback" });
    assert.equal(plan.kind, "hold");
    assert.deepEqual(plan.weights, toBlue);
  });

  it("leaves what is still up where there is nothing to go back to", () => {
    const recorded = { ...bothServed, weights: toGreen, rejected: "old" };
    const plan = planRelease(recorded, { ...wanted, release: "old" }, { verb: "rollback" });
    assert.deepEqual([plan.weights, plan.colors.blue.replicas], [toGreen, bothServed.blue?.replicas]);
    assert.ok(plan.colors.blue.replicas > wanted.standbyReplicas);
  });

  it("takes the mark off what it leaves, which had all of the traffic", () => {
    const green = { ...fresh, candidate: true };
    const recorded = { ...bothServed, weights: toGreen, preview: "green", green } as const;
    const plan = planRelease(recorded, { ...wanted, release: "old" });
    assert.equal(plan.kind, "rollback");
    assert.equal(plan.colors.green.candidate, false);
  });

  it("is none to what is still at the preview hostname: it never came through its checks, or was taken back", () => {
    const recorded = { ...bothServed, preview: "green" } as const;
    assert.equal(planRelease(recorded, wanted).kind, "release");
    const asked = planRelease(recorded, { ...wanted, release: "old" }, { verb: "rollback" });
    assert.equal(asked.kind, "steady");
    assert.deepEqual(asked.weights, toBlue);
  });
});

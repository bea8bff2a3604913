import assert from "node:assert/strict";
import { planRelease } from "../../release/plan";
import type { ReleasePlan } from "../../release/release-plan";
import type { RecordedApplication } from "../../release/model";
import {
  blueServes,
  candidate,
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

describe("a release that is tried", () => {
  it("holds where nothing asks for another share", () => {
    const stays = { ...wanted, firstShare: 10 };
    assert.deepEqual(planRelease(trial, stays), {
      kind: "hold",
      active: "blue",
      colors: { blue: kept(old), green: kept(candidate) },
      weights: { blue: 90, green: 10 },
      preview: "green",
      rejected: undefined,
      order: "workload",
    });
    assert.equal(planRelease(waiting, { ...wanted, firstShare: 0 }).kind, "hold");
  });

  it("keeps the share it has reached, also where its first one was less", () => {
    const recorded = { ...trial, weights: { blue: 50, green: 50 } };
    assert.deepEqual(planRelease(recorded, { ...wanted, firstShare: 10 }).weights, { blue: 50, green: 50 });
  });

  it("keeps the share it has, whatever the settings' steps have become since", () => {
    for (const firstShare of [0, 5, 50, 100]) {
      const { kind, active, weights } = planRelease(trial, { ...wanted, firstShare });
      assert.deepEqual([kind, active, weights], ["hold", "blue", trial.weights], `${firstShare} %`);
      const asked = planRelease(trial, { ...wanted, firstShare }, { verb: "release" });
      assert.deepEqual([asked.kind, asked.weights], ["hold", trial.weights], `asked, ${firstShare} %`);
    }
  });

  it("gets the share that a person asks for, before that of the settings", () => {
    const plan = planRelease(trial, { ...wanted, share: 20 }, { verb: "shift", share: 50 });
    assert.deepEqual(plan, {
      kind: "shift",
      active: "blue",
      colors: { blue: kept(old), green: kept(candidate) },
      weights: { blue: 50, green: 50 },
      preview: "green",
      rejected: undefined,
      order: "workload",
    });
    assert.deepEqual(planRelease(trial, { ...wanted, share: 20 }).weights, { blue: 80, green: 20 });
  });

  it("is promoted with all of the traffic, and keeps its mark until it has it", () => {
    const asked = planRelease(trial, { ...wanted, firstShare: 10 }, { verb: "shift", share: 100 });
    assert.deepEqual(asked, {
      kind: "promote",
      active: "green",
      colors: { blue: kept(old), green: kept(candidate) },
      weights: toGreen,
      preview: "green",
      rejected: undefined,
      order: "workload",
    });
    assert.deepEqual(planRelease(waiting, wanted), asked);
  });

  it("is shifted by a person while the settings want yet another one", () => {
    const plan = planRelease(trial, { ...wanted, release: "newer" }, { verb: "shift", share: 50 });
    assert.equal(plan.kind, "shift");
    assert.equal(plan.colors.green.release, "new");
  });

  it("takes weights that were set by hand for the shares they are", () => {
    const recorded = { ...trial, weights: { blue: 500, green: 500 } };
    const plan = planRelease(recorded, { ...wanted, firstShare: 10 });
    assert.equal(plan.kind, "hold");
    assert.deepEqual(plan.weights, { blue: 50, green: 50 });
  });

  it("gets its first share where the engine was killed between its Deployment and the route", () => {
    const plan = planRelease(waiting, { ...wanted, firstShare: 10 });
    assert.equal(plan.kind, "shift");
    assert.deepEqual(plan.weights, { blue: 90, green: 10 });
  });

  it("takes the mark off what serves, which an update that died may have left there", () => {
    const recorded = { ...waiting, blue: { ...old, candidate: true } };
    assert.equal(planRelease(recorded, { ...wanted, firstShare: 10 }).colors.blue.candidate, false);
  });

  it("keeps its share while some of its pods are not Ready", () => {
    const green = { ...fresh, ready: false, candidate: true };
    const recorded = { ...trial, weights: { blue: 50, green: 50 }, green };
    const plan = planRelease(recorded, { ...wanted, firstShare: 10 });
    assert.equal(plan.kind, "hold");
    assert.deepEqual(plan.weights, { blue: 50, green: 50 });
  });
});

describe("an abort", () => {
  const aborted = {
    kind: "abort",
    active: "blue",
    colors: { blue: kept(old), green: { ...kept(candidate), awaitReady: false } },
    weights: toBlue,
    preview: "green",
    rejected: undefined,
    order: "workload",
  };

  it("gives the traffic back where the settings go back, and settles in the next update", () => {
    assert.deepEqual(planRelease(trial, { ...wanted, release: "old" }), aborted);
    assert.deepEqual(planRelease(waiting, { ...wanted, release: "old" }), {
      ...aborted,
      kind: "steady",
      colors: { blue: kept(old), green: { ...kept(candidate), replicas: 0 } },
    });
  });

  it("rejects the release where a person asks for it, with or without a share", () => {
    assert.deepEqual(planRelease(trial, wanted, { verb: "abort" }), { ...aborted, rejected: "new" });
    const plan = planRelease(waiting, wanted, { verb: "abort" });
    assert.equal(plan.kind, "steady");
    assert.equal(plan.rejected, "new");
  });

  it("leaves what is active alone where nothing is tried", () => {
    const plan = planRelease({ ...blueServes, green: fresh }, wanted, { verb: "abort" });
    assert.equal(plan.kind, "steady");
    assert.equal(plan.rejected, undefined);
  });

  it("comes first where a third release is wanted: neither color may get anything new while both take traffic", () => {
    const third = { ...wanted, release: "newer" };
    assert.deepEqual(planRelease(trial, third), aborted);
    const next = planRelease({ ...trial, weights: toBlue }, third);
    assert.equal(next.kind, "release");
    assert.deepEqual(next.colors.green, { ...given, release: "newer" });
  });

  it("isn't needed for a third release while the second one waits without traffic", () => {
    const plan = planRelease(waiting, { ...wanted, release: "newer", firstShare: 0 });
    assert.equal(plan.kind, "release");
    assert.deepEqual(plan.colors.green, { ...given, release: "newer", candidate: true });
  });

  it("takes the traffic from a release none of whose pods is Ready any more, though it is wanted", () => {
    const green = { ...fresh, ready: false, down: true, candidate: true };
    const plan = planRelease({ ...trial, green }, { ...wanted, firstShare: 10 });
    assert.equal(plan.kind, "abort");
    assert.deepEqual(plan.weights, toBlue);
  });

  it("gives all to the release that is tried where a third one is wanted and the old one is down", () => {
    const blue = { ...old, ready: false, down: true };
    const plan = planRelease({ ...trial, blue }, { ...wanted, release: "newer" });
    assert.equal(plan.kind, "abort");
    assert.deepEqual(plan.weights, toGreen);
  });

  it("waits for no color that is down, and brings up one that was scaled to no pods", () => {
    const down = { ready: false, down: true };
    const lost = { ...trial, blue: { ...old, ...down }, green: { ...fresh, ...down, candidate: true } };
    assert.equal(planRelease(lost, { ...wanted, release: "newer" }).colors.blue.awaitReady, false);
    const off = { ...trial, blue: { ...old, replicas: 0, ready: false } };
    assert.deepEqual(planRelease(off, { ...wanted, release: "old" }).colors.blue, kept(old));
  });

  describe("of a color that an autoscaler took pods from when its traffic left", () => {
    const shrunk = { ...trial, weights: { blue: 10, green: 90 }, green: { ...candidate, replicas: 10 } };
    const autoscaled = { ...wanted, autoscaled: true };
    const sizes = ({ colors: { blue, green } }: ReleasePlan) => [blue.replicas, green.replicas];

    it("first brings it to the size of the one that gives it all back, and waits for it", () => {
      const plan = planRelease(shrunk, autoscaled, { verb: "abort" });
      assert.deepEqual(
        [plan.kind, plan.weights, sizes(plan), plan.colors.blue.awaitReady],
        ["abort", toBlue, [10, 10], true],
      );
    });

    it("does so for a part of it as well, but not while more of it leaves", () => {
      const to = (share: number) => planRelease(shrunk, autoscaled, { verb: "shift", share });
      assert.deepEqual([to(50).kind, sizes(to(50))], ["shift", [10, 10]]);
      assert.deepEqual([to(95).kind, sizes(to(95))], ["shift", [2, 10]]);
      assert.deepEqual([to(100).kind, sizes(to(100))], ["promote", [2, 10]]);
    });

    it("loses no time with it where the other one is down, nor takes pods away", () => {
      const down = { ...shrunk, green: { ...shrunk.green, ready: false, down: true } };
      assert.deepEqual(sizes(planRelease(down, autoscaled, { verb: "abort" })), [2, 10]);
      const grown = { ...shrunk, blue: { ...old, replicas: 12 } };
      assert.deepEqual(sizes(planRelease(grown, autoscaled, { verb: "abort" })), [12, 10]);
    });

    it("is at once where there is no autoscaler: it served all with what it has", () => {
      assert.deepEqual(sizes(planRelease(shrunk, wanted, { verb: "abort" })), [2, 10]);
    });
  });

  it("takes what is left for what serves where the color it was tried against is gone", () => {
    const plan = planRelease({ ...trial, blue: undefined }, { ...wanted, release: "newer" });
    assert.equal(plan.kind, "abort");
    assert.deepEqual(plan.weights, toGreen);
    assert.deepEqual(plan.colors, {
      blue: { ...given, replicas: 0, awaitReady: false, candidate: true, release: "newer" },
      green: kept(fresh),
    });
  });
});

describe("planRelease, asked to keep things as they are", () => {
  const keep = (recorded: RecordedApplication) =>
    planRelease(
      recorded,
      { release: "new", replicas: 5, standbyReplicas: 0, firstShare: 100 },
      { verb: "keep" },
    );
  const blue = { release: "r1", replicas: 2, ready: true };
  const green = { release: "r2", replicas: 3, ready: true };

  it("changes neither weights nor sizes nor templates, whatever the settings want", () => {
    const plan = keep({ weights: { blue: 100, green: 0 }, preview: "blue", rejected: "r2", blue, green });
    assert.equal(plan.kind, "steady");
    assert.deepEqual(plan.weights, { blue: 100, green: 0 });
    assert.deepEqual(
      [plan.colors.blue, plan.colors.green].map(({ replicas, frozen, release }) => [
        replicas,
        frozen,
        release,
      ]),
      [
        [2, true, "r1"],
        [3, true, "r2"],
      ],
    );
    assert.equal(plan.rejected, "r2");
  });

  it("leaves a release that is being tried its share", () => {
    const plan = keep({ weights: { blue: 90, green: 10 }, blue, green: { ...green, candidate: true } });
    assert.equal(plan.kind, "hold");
    assert.deepEqual(plan.weights, { blue: 90, green: 10 });
    assert.ok(plan.colors.green.candidate);
  });
});

import assert from "node:assert/strict";
import {
  goneProblem,
  staleCheckpoint,
  trafficProblem,
  waitsForPods,
  workloadProblem,
} from "../../release/guard";
import { planRelease } from "../../release/plan";
import type { RecordedApplication } from "../../release/model";
import { blueServes, bothServed, candidate, fresh, old, toBlue, toGreen, trial, wanted } from "./recorded";

const readBack =
  "nothing of it was changed; read the cluster back (`pulumi refresh`, which `turnout up` does by itself), then run the update again.";

describe("trafficProblem", () => {
  /** Before a release to green takes all of the traffic. */
  const problem = (live: RecordedApplication) => trafficProblem("web", live, planRelease(blueServes, wanted));

  it("is none where whoever gets traffic is Ready with what it is meant to run", () => {
    assert.equal(problem(bothServed), undefined);
  });

  it("is a color that is not Ready any more", () => {
    assert.equal(
      problem({ ...bothServed, green: { ...fresh, ready: false } }),
      "web-green is not Ready any more: the traffic stays where it is; run the update again.",
    );
  });

  it("is a color that is gone", () => {
    assert.equal(problem(blueServes), `web-green is gone from the cluster: ${readBack}`);
  });

  it("is a color that runs another release", () => {
    assert.equal(
      problem({ ...bothServed, green: { ...fresh, release: "other" } }),
      `web-green runs release other in the cluster, not new: ${readBack}`,
    );
  });

  it("is a color that has fewer pods than the traffic is meant to go to", () => {
    assert.equal(
      problem({ ...bothServed, green: { ...fresh, replicas: 1 } }),
      `web-green has 1 of 2 pods in the cluster: ${readBack}`,
    );
    assert.equal(problem({ ...bothServed, green: { ...fresh, replicas: 3 } }), undefined);
  });

  it("is none of a color that gets no more than it has, in whatever units", () => {
    const green = { ...fresh, ready: false };
    assert.equal(problem({ ...bothServed, weights: toGreen, green }), undefined);
    assert.equal(problem({ ...bothServed, weights: { blue: 0, green: 1 }, green }), undefined);
    const hold = planRelease(trial, { ...wanted, firstShare: 10 });
    const live = { ...trial, weights: { blue: 900, green: 100 }, green: { ...candidate, ready: false } };
    assert.equal(trafficProblem("web", live, hold), undefined);
  });

  it("is none where nobody is served: before a first release, and without a route", () => {
    assert.equal(trafficProblem("web", {}, planRelease({}, wanted)), undefined);
    const green = { ...fresh, ready: false };
    assert.equal(problem({ blue: old, green }), undefined);
  });

  it("is one before a first release where somebody is served after all", () => {
    assert.equal(
      trafficProblem("web", { weights: toGreen, green: fresh }, planRelease({ weights: toBlue }, wanted)),
      `web-blue is gone from the cluster: ${readBack}`,
    );
  });

  it("is none where both colors of a trial are down, so that it can end", () => {
    const down = { ready: false, down: true };
    const lost = { ...trial, blue: { ...old, ...down }, green: { ...candidate, ...down } };
    const abort = planRelease(lost, { ...wanted, release: "newer" });
    assert.equal(abort.kind, "abort");
    assert.equal(trafficProblem("web", lost, abort), undefined);
    assert.equal(
      trafficProblem("web", { ...trial, blue: { ...old, ...down } }, abort),
      "web-blue is not Ready any more: the traffic stays where it is; run the update again.",
    );
  });
});

describe("workloadProblem", () => {
  it("is traffic of a color that is to have none", () => {
    assert.equal(
      workloadProblem("web", { ...bothServed, weights: { blue: 90, green: 10 } }, "green"),
      `web-green takes 10 % of the traffic in the cluster, which the last checkpoint doesn't know: ${readBack}`,
    );
  });

  it("is none where it has none, or there is no route", () => {
    assert.equal(workloadProblem("web", bothServed, "green"), undefined);
    assert.equal(workloadProblem("web", {}, "green"), undefined);
  });
});

describe("staleCheckpoint", () => {
  it("says what to do", () => {
    assert.equal(staleCheckpoint, readBack);
  });
});

describe("waitsForPods", () => {
  const waits = (live: RecordedApplication) => waitsForPods(live, planRelease(blueServes, wanted));

  it("is so where nothing but readiness is missing", () => {
    assert.equal(waits({ ...bothServed, green: { ...fresh, ready: false } }), true);
    assert.equal(waits({ ...bothServed, green: { ...fresh, ready: false, down: true } }), true);
  });

  it("is so where one of two colors that get traffic is not Ready", () => {
    const shift = planRelease(trial, { ...wanted, share: 20 });
    const lost = { ...trial, weights: undefined };
    assert.equal(waitsForPods({ ...lost, green: { ...candidate, ready: false } }, shift), true);
    assert.equal(waitsForPods({ ...lost, blue: { ...old, ready: false } }, shift), true);
    assert.equal(waitsForPods(lost, shift), false);
  });

  it("is not so where all is well, or no time would help", () => {
    assert.equal(waits(bothServed), false);
    assert.equal(waits(blueServes), false);
    assert.equal(waits({ ...bothServed, green: { ...old, ready: false } }), false);
  });
});

describe("goneProblem", () => {
  const planned = {
    plan: planRelease(bothServed, wanted),
    recorded: bothServed,
    activeBefore: "blue",
  } as const;

  it("is a Deployment that is recorded and was deleted", () => {
    assert.equal(
      goneProblem("web", blueServes, planned, "green"),
      `web-green is gone from the cluster: ${readBack}`,
    );
    assert.equal(goneProblem("web", {}, planned, "blue"), `web-blue is gone from the cluster: ${readBack}`);
  });

  it("is none where it is there, or is made for the first time", () => {
    assert.equal(goneProblem("web", bothServed, planned, "green"), undefined);
    assert.equal(goneProblem("web", blueServes, { ...planned, recorded: blueServes }, "green"), undefined);
  });
});

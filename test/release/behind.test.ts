import assert from "node:assert/strict";
import { moveProblem, type Planned, podsProblem, templateProblem } from "../../release/guard";
import type { Intent, RecordedApplication } from "../../release/model";
import { activeColor, planRelease } from "../../release/plan";
import type { WantedRelease } from "../../release/release-plan";
import { blueServes, bothServed, candidate, fresh, old, toGreen, trial, wanted } from "./recorded";

const readBack =
  "nothing of it was changed; read the cluster back (`pulumi refresh`, which `turnout up` does by itself), then run the update again.";

const planned = (
  recorded: RecordedApplication,
  asked: Partial<WantedRelease> = {},
  intent?: Intent,
): Planned => {
  const all = { ...wanted, ...asked };
  return { recorded, plan: planRelease(recorded, all, intent), activeBefore: activeColor(recorded, all) };
};

describe("templateProblem", () => {
  const steady = planned(bothServed, { release: "old" });

  it("is a frozen template that is not the one under traffic", () => {
    const live = { ...bothServed, weights: toGreen, green: { ...fresh, release: "newer" } };
    assert.equal(
      templateProblem("web", live, steady, "green"),
      `web-green takes 100 % of the traffic in the cluster with release newer, which the last checkpoint doesn't know: ${readBack}`,
    );
  });

  it("is a color that would be made anew over one that serves", () => {
    assert.equal(
      templateProblem("web", blueServes, planned({ weights: blueServes.weights }), "blue"),
      `web-blue takes 100 % of the traffic in the cluster with release old, which the last checkpoint doesn't know: ${readBack}`,
    );
  });

  it("is none without traffic, nor of a color that is what the plan has, or isn't there", () => {
    const green = { ...fresh, release: "newer" };
    assert.equal(templateProblem("web", { ...bothServed, green }, steady, "green"), undefined);
    assert.equal(templateProblem("web", bothServed, steady, "blue"), undefined);
    assert.equal(templateProblem("web", { weights: toGreen }, steady, "green"), undefined);
  });
});

describe("podsProblem", () => {
  const release = planned(blueServes);

  it("is pods that the update would take away without knowing of them", () => {
    const live = { ...bothServed, blue: { ...old, replicas: 5 }, green: { ...fresh, replicas: 1 } };
    assert.equal(
      podsProblem("web", live, release, "blue"),
      `web-blue has 5 pods in the cluster, which the last checkpoint doesn't know: ${readBack}`,
    );
    const none = planned({ ...blueServes, green: { ...fresh, replicas: 0 } }, { release: "old" });
    assert.equal(
      podsProblem("web", live, none, "green"),
      `web-green has 1 pod in the cluster, which the last checkpoint doesn't know: ${readBack}`,
    );
  });

  it("is none of pods that the checkpoint knows: they go as planned", () => {
    const settle = planned(bothServed, { release: "old" });
    assert.equal(settle.plan.colors.green.replicas, 0);
    assert.equal(podsProblem("web", bothServed, settle, "green"), undefined);
  });

  it("is none where there are fewer pods, or no Deployment", () => {
    assert.equal(
      podsProblem("web", { ...blueServes, blue: { ...old, replicas: 1 } }, release, "blue"),
      undefined,
    );
    assert.equal(podsProblem("web", {}, release, "blue"), undefined);
  });
});

describe("moveProblem", () => {
  const rolledBack = { ...bothServed, rejected: "new" };

  it("is a release that was rolled back in the cluster, and would be released again", () => {
    assert.equal(
      moveProblem("web", rolledBack, planned(bothServed)),
      `web: release new was rolled back in the cluster, which the last checkpoint doesn't know: ${readBack}`,
    );
  });

  it("is none once the checkpoint knows, and a person asks for it again", () => {
    assert.equal(moveProblem("web", rolledBack, planned(rolledBack, {}, { verb: "release" })), undefined);
  });

  it("is none of another release, nor where the traffic goes away from it", () => {
    assert.equal(moveProblem("web", { ...bothServed, rejected: "other" }, planned(bothServed)), undefined);
    const away = planned({ ...bothServed, weights: toGreen }, { release: "old" });
    assert.equal(moveProblem("web", { ...rolledBack, weights: toGreen }, away), undefined);
  });

  describe("of a trial that ends for the release that was tried, because the other one was down", () => {
    const down = { ...trial, blue: { ...old, ready: false, down: true } };
    const ends = planned(down, { release: "newer" });

    it("is that the other one serves again", () => {
      assert.deepEqual(ends.plan.weights, toGreen);
      assert.equal(
        moveProblem("web", trial, ends),
        `web-blue serves again in the cluster, which the last checkpoint doesn't know: ${readBack}`,
      );
    });

    it("is none while it is down, or gets no traffic any more", () => {
      assert.equal(moveProblem("web", down, ends), undefined);
      assert.equal(moveProblem("web", { ...trial, weights: toGreen }, ends), undefined);
    });
  });

  it("is none of a trial that ends as trials do", () => {
    const live = { ...trial, green: candidate };
    assert.equal(moveProblem("web", live, planned(trial, { release: "newer" })), undefined);
  });
});

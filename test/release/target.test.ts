import assert from "node:assert/strict";
import { planRelease } from "../../release/plan";
import { blueServes, fresh, kept, old, toBlue, toGreen, wanted } from "./recorded";

describe("a release that was rejected", () => {
  /** `new` was rolled back. */
  const recorded = { ...blueServes, green: fresh, rejected: "new" };

  it("stays rejected while the settings still want it", () => {
    assert.deepEqual(planRelease(recorded, wanted), {
      kind: "steady",
      active: "blue",
      colors: { blue: kept(old), green: { ...kept(fresh), replicas: 0 } },
      weights: toBlue,
      preview: "blue",
      rejected: "new",
      order: "workload",
    });
  });

  it("is nothing to go back to: asking twice doesn't undo the first time", () => {
    const plan = planRelease(recorded, { ...wanted, release: "newer" }, { verb: "rollback" });
    assert.deepEqual([plan.kind, plan.weights, plan.rejected], ["steady", toBlue, "new"]);
  });

  it("is forgotten once the settings want another one", () => {
    const plan = planRelease(recorded, { ...wanted, release: "newer" });
    assert.equal(plan.kind, "release");
    assert.equal(plan.rejected, undefined);
  });

  it("is released where a person asks for it", () => {
    const plan = planRelease(recorded, wanted, { verb: "release" });
    assert.equal(plan.kind, "rollback");
    assert.deepEqual(plan.weights, toGreen);
    assert.equal(plan.rejected, undefined);
  });

  it("stays while it is all that serves", () => {
    const plan = planRelease({ weights: toBlue, blue: fresh, rejected: "new" }, wanted);
    assert.equal(plan.kind, "steady");
    assert.equal(plan.rejected, "new");
  });
});

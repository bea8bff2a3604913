import assert from "node:assert/strict";
import fc from "fast-check";
import { planRelease } from "../../release/plan";
import { carryOut, isBad, recordedOf, type World } from "./simulated-update";

const update = fc.record({
  release: fc.constantFrom("a", "b", "c", "bad-1", "bad-2"),
  replicas: fc.integer({ min: 1, max: 4 }),
  standbyReplicas: fc.integer({ min: 0, max: 2 }),
  greenFirst: fc.boolean(),
  diesAfter: fc.constantFrom(0, 1, 2, 9, 9, 9),
});

describe("planRelease, over random histories of releases, failures and deaths of the engine", () => {
  it("breaks none of its rules at any step", () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 15 }), (updates) => {
        const world: World = {};
        for (const wanted of updates) {
          const broken = carryOut(world, planRelease(recordedOf(world), wanted), wanted, wanted);
          assert.deepEqual(broken, []);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("keeps serving the last good release whatever fails after it", () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 15 }), (updates) => {
        const world: World = {};
        const good = { release: "good", replicas: 1, standbyReplicas: 0 };
        carryOut(world, planRelease({}, good), good, { greenFirst: false, diesAfter: 9 });
        for (const wanted of updates) {
          carryOut(world, planRelease(recordedOf(world), wanted), wanted, wanted);
          const active = (world.weights?.green ?? 0) > 0 ? world.green : world.blue;
          assert.ok(active?.ready, "the active color is not Ready");
          assert.ok(!isBad(active.release));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it("is settled on the wanted release after two updates that go through, from wherever it starts", () => {
    fc.assert(
      fc.property(fc.array(update, { maxLength: 10 }), (updates) => {
        const world: World = {};
        for (const wanted of updates) carryOut(world, planRelease(recordedOf(world), wanted), wanted, wanted);
        const last = { release: "wanted", replicas: 2, standbyReplicas: 1 };
        const schedule = { greenFirst: true, diesAfter: 9 };
        for (let i = 0; i < 2; i++) carryOut(world, planRelease(recordedOf(world), last), last, schedule);
        const plan = planRelease(recordedOf(world), last);
        assert.equal(plan.kind, "steady");
        assert.deepEqual(world[plan.active], { release: "wanted", replicas: 2, ready: true });
        assert.equal(world[plan.active === "blue" ? "green" : "blue"]?.replicas, 1);
      }),
      { numRuns: 3000 },
    );
  });
});

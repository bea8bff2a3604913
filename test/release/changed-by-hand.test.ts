import assert from "node:assert/strict";
import type { Intent, RecordedApplication } from "../../release/model";
import { planRelease } from "../../release/plan";
import type { WantedRelease } from "../../release/release-plan";
import { candidate, fresh, given, kept, old, toBlue, toGreen, trial, wanted } from "./recorded";

const changed = { changed: true } as const;
const spare = { ...old, replicas: 0, ready: false };
/** What is wanted serves on green, and blue has the release before. */
const serving: RecordedApplication = { weights: toGreen, preview: "green", blue: spare, green: fresh };
const servingChanged = { ...serving, green: { ...fresh, ...changed } };
const idleChanged = { ...serving, blue: { ...spare, ...changed } };

describe("a plan where somebody changed pods by hand", () => {
  const of = (recorded: RecordedApplication, asked: Partial<WantedRelease> = {}, intent?: Intent) =>
    planRelease(recorded, { ...wanted, ...asked }, intent);

  it("releases what is wanted to the other color, and leaves the pods alone that take traffic", () => {
    const { kind, active, colors, weights } = of(servingChanged);
    assert.deepEqual([kind, active, weights], ["release", "blue", toBlue]);
    assert.deepEqual(colors, { blue: given, green: kept(fresh) });
  });

  it("does so at once, also where a release is tried first: it has served before", () => {
    for (const asked of [{ firstShare: 10 }, { firstShare: 0 }, { share: 50 }]) {
      const { kind, weights, colors } = of(servingChanged, asked);
      assert.deepEqual([kind, weights, colors.blue.candidate], ["release", toBlue, false]);
    }
  });

  it("goes back to the wanted release where the other color has it, unless that was changed, too", () => {
    const both = { ...servingChanged, blue: fresh };
    assert.deepEqual([of(both).kind, of(both).active, of(both).weights], ["rollback", "blue", toBlue]);
    const plan = of({ ...both, blue: { ...fresh, ...changed } });
    assert.deepEqual([plan.kind, plan.colors.blue], ["release", given]);
  });

  it("gives an idle color what is wanted, at the size that it is to have", () => {
    const { kind, colors, weights } = of(idleChanged);
    assert.deepEqual([kind, weights], ["steady", toGreen]);
    assert.deepEqual(colors.blue, { ...given, replicas: 0 });
    assert.deepEqual(colors.green, kept(fresh));
    assert.deepEqual(of({ ...serving, blue: { ...fresh, ...changed } }).colors.blue.frozen, false);
  });

  it("changes nothing of a color that takes a part of the traffic", () => {
    for (const recorded of [
      { ...trial, green: { ...candidate, ...changed } },
      { ...trial, blue: { ...old, ...changed } },
    ]) {
      const { colors } = of(recorded);
      assert.deepEqual([colors.blue.frozen, colors.green.frozen], [true, true]);
    }
  });

  it("is no other than before where a person asks for no release", () => {
    for (const verb of ["keep", "settle", "rollback", "abort"] as const) {
      const plan = of(servingChanged, {}, { verb });
      assert.deepEqual(plan, of(serving, {}, { verb }), verb);
    }
  });
});

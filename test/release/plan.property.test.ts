import assert from "node:assert/strict";
import fc from "fast-check";
import { retreatOf, workloadProblem } from "../../release/guard";
import { startingColor } from "../../release/head-start";
import { planRelease } from "../../release/plan";
import type { ReleasePlan } from "../../release/release-plan";
import { allTo } from "../../release/model";
import { changesPods, turnout, type Program } from "./program";
import { schedule, type Schedule } from "./event";
import { play } from "./schedule";

/*
 * A schedule that breaks a rule is printed with the line that repeats it alone:
 *
 *   SCHEDULE_SEED=<seed>:<path> npx mocha test/release/plan.property.test.ts
 *
 * A seed alone (SCHEDULE_SEED=42) plays all of its schedules.
 */
const asked = process.env.SCHEDULE_SEED;
const [, seed, path] = /^(-?\d+)(?::([\d:]+))?$/.exec(asked ?? "") ?? [];

/** Plays random schedules until one breaks a rule. @returns the broken rule, and how to repeat the schedule. */
function search(program: Program, parameters: fc.Parameters<[Schedule]>): string | undefined {
  const result = fc.check(
    fc.property(schedule, (one) => {
      const broken = play(one, program);
      if (broken.length > 0) throw new Error(broken.join("\n"));
    }),
    parameters,
  );
  if (!result.failed) return undefined;
  const again = `${result.seed}:${result.counterexamplePath ?? ""}`;
  return [
    result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance),
    ...(result.counterexample?.[0].events ?? []).map(
      (event, index) => `${index + 1}. ${JSON.stringify(event)}`,
    ),
    `Play it again: SCHEDULE_SEED=${again} npx mocha test/release/plan.property.test.ts`,
  ].join("\n");
}

describe("10,000 random schedules of releases, failures, deaths of the engine and changes by hand", () => {
  it("break no rule at any step, and end settled", () => {
    assert.ok(asked === undefined || seed !== undefined, `SCHEDULE_SEED=${asked} is not <seed>:<path>`);
    const found = search(turnout, {
      numRuns: 10_000,
      ...(seed !== undefined && { seed: Number(seed) }),
      ...(path !== undefined && { path }),
    });
    if (found !== undefined) assert.fail(found);
  }).timeout(300_000);
});

describe("the search itself", () => {
  const planning = (alter: (plan: ReleasePlan) => ReleasePlan): Program => ({
    ...turnout,
    plan: (...args) => alter(planRelease(...args)),
  });
  const both = (plan: ReleasePlan, alter: (color: ReleasePlan["colors"]["blue"]) => object): ReleasePlan => ({
    ...plan,
    colors: {
      blue: { ...plan.colors.blue, ...alter(plan.colors.blue) },
      green: { ...plan.colors.green, ...alter(plan.colors.green) },
    },
  });
  const broken: Readonly<Record<string, readonly [program: Program, rule: RegExp]>> = {
    "templates that are not frozen": [
      { ...planning((plan) => both(plan, () => ({ frozen: false }))), beforeColor: () => undefined },
      /rule 1: the template of (blue|green) changed under \d+ % of the traffic/,
    ],
    "a color whose cluster isn't looked at before it is changed": [
      { ...turnout, beforeColor: () => undefined },
      /rule [13]: /,
    ],
    "a frozen color whose cluster isn't looked at before it is changed": [
      {
        ...turnout,
        beforeColor: (live, planned, color) =>
          changesPods(planned, color) ? workloadProblem("web", live, color) : undefined,
      },
      /rule [13]: /,
    ],
    "a route whose cluster isn't looked at before it is changed": [
      { ...turnout, beforeRoute: () => undefined },
      /rule 2: (blue|green) got traffic and was not Ready with/,
    ],
    "pods that are taken away while traffic moves": [
      planning((plan) =>
        plan.kind === "release"
          ? both(plan, ({ frozen, replicas }) => ({ replicas: frozen ? Math.min(1, replicas) : replicas }))
          : plan,
      ),
      /rule 3: /,
    ],
    "a release that gets more traffic than it was to have": [
      planning((plan) => (plan.kind === "shift" ? { ...plan, weights: allTo(plan.preview) } : plan)),
      /a candidate got 100 % of the traffic, which nobody asked for/,
    ],
    "a trial that moves when the settings' first step does": [
      {
        ...turnout,
        plan: (recorded, wanted, intent) =>
          planRelease(recorded, { ...wanted, share: wanted.share ?? wanted.firstShare }, intent),
      },
      /a candidate got \d+ % of the traffic, which nobody asked for/,
    ],
    "an abort to what an autoscaler has left": [
      {
        ...turnout,
        plan: (recorded, wanted, intent) => planRelease(recorded, { ...wanted, autoscaled: false }, intent),
      },
      /rule 2: (blue|green) got traffic with \d+ of \d+ pods/,
    ],
    "a rollback that is forgotten": [
      { ...turnout, plan: (recorded, ...rest) => planRelease({ ...recorded, rejected: undefined }, ...rest) },
      /the rejected release \S+ got traffic/,
    ],
    "pods that start again, of which the engine doesn't take the mark away": [
      {
        ...turnout,
        starting: ({ plan, recorded }, live) =>
          startingColor(
            { plan, recorded: { ...recorded, [plan.preview]: { ...recorded[plan.preview], release: "" } } },
            live,
          ),
      },
      /left the cluster other than it recorded it/,
    ],
    "a rollback to pods that have only started": [
      {
        ...turnout,
        retreat: ({ blue, green, ...rest }) => {
          const live = {
            ...rest,
            ...(blue && { blue: { ...blue, candidate: false } }),
            ...(green && { green: { ...green, candidate: false } }),
          };
          return retreatOf(live, live);
        },
      },
      /a rollback went to pods that had only started/,
    ],
    "an idle color that stays at its size": [
      planning((plan) =>
        plan.kind === "steady" ? both(plan, ({ replicas }) => ({ replicas: Math.max(2, replicas) })) : plan,
      ),
      /liveness: /,
    ],
  };

  for (const [what, [program, rule]] of Object.entries(broken))
    it(`finds ${what}`, () => {
      assert.match(search(program, { numRuns: 10_000, seed: 1, endOnFailure: true }) ?? "nothing", rule);
    });

  it("plays what it found again, and only that", () => {
    const [program] = broken["templates that are not frozen"] ?? [turnout];
    const found = search(program, { numRuns: 1000, seed: 2 }) ?? "";
    const [, path] = /SCHEDULE_SEED=2:([\d:]+) /.exec(found) ?? [];
    let played = 0;
    const counted: Program = {
      ...program,
      plan: (...args) => {
        played++;
        return program.plan(...args);
      },
    };
    assert.ok(path);
    assert.equal(
      search(counted, { seed: 2, path, endOnFailure: true })?.split("\n")[0],
      found.split("\n")[0],
    );
    assert.ok(played < 100, `${played} plans were made`);
  });
});

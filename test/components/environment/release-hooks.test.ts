import type { ResourceHook } from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { type ReleaseChecks, ReleaseHooks } from "../../../components/environment/release-checks";
import { record } from "../../../diff/record";
import type { PlannedApplication } from "../../../program/planned-application";
import type { Intent } from "../../../release/model";
import type { PlanKind } from "../../../release/release-plan";
import { blueServes, planned, up, wantedOf } from "../planned";

/** Checks that each event of a route and of both Deployments runs, found by running every hook that is bound. */
async function boundIn(application: PlannedApplication, given = true, givenUp?: string) {
  let ran: string[] = [];
  const note = (check: string) => (of: PlannedApplication, color?: string) => {
    assert.equal(of, application);
    ran.push(color === undefined ? check : `${check} ${color}`);
    return Promise.resolve();
  };
  const checks = {
    beforeRoute: note("before route"),
    afterRoute: note("after route"),
    beforeWorkload: note("before"),
    beforePods: note("bind"),
    pods: {
      begin: note("look at"),
      end: (...of: [PlannedApplication, string]) => {
        void note("leave")(...of);
        return givenUp;
      },
    },
  } as unknown as ReleaseChecks;
  const runs = async ({ hooks = {} }: ReturnType<ReleaseHooks["ofRoute"]>) => {
    const events: Record<string, string[]> = {};
    for (const [event, bound] of Object.entries(hooks)) {
      ran = [];
      for (const { callback } of bound as ResourceHook[])
        await Promise.resolve()
          .then(() => callback({} as Parameters<typeof callback>[0]))
          .catch((error: unknown) => ran.push(String(error)));
      events[event] = ran;
    }
    return events;
  };
  let found: Record<string, Record<string, string[]>> = {};
  const program = async () => {
    const hooks = new ReleaseHooks(application, given ? checks : undefined);
    found = {
      route: await runs(hooks.ofRoute()),
      blue: await runs(hooks.ofWorkload("blue")),
      green: await runs(hooks.ofWorkload("green")),
    };
  };
  const config = { values: {}, secretKeys: [] };
  await record({ program, project: "turnout", stack: "dev", config, checkpoint: {} });
  return found;
}

const ask = (intent: Intent) => () => intent;
const settled = { ...blueServes, blue: up(wantedOf()), green: up("older") };
const tried = {
  ...blueServes,
  weights: { blue: 90, green: 10 },
  green: { ...up(wantedOf()), candidate: true },
};

/** Also where the plan changes nothing of an object: its checkpoint may be behind the cluster. */
const plans: readonly (readonly [kind: PlanKind, known: Parameters<typeof planned>[1]])[] = [
  ["first", {}],
  ["steady", { recorded: settled }],
  ["release", { recorded: blueServes }],
  ["rollback", { recorded: settled, intent: ask({ verb: "rollback" }) }],
  ["shift", { recorded: tried, intent: ask({ verb: "shift", share: 50 }) }],
];

describe("ReleaseHooks", () => {
  for (const [kind, known] of plans)
    it(`let a plan "${kind}" make or change no route and no Deployment unchecked`, async () => {
      const application = planned({}, known);
      assert.equal(application.plan.kind, kind);
      const route = { before: ["before route"], after: ["after route"] };
      const workload = (color: string) => ({
        beforeCreate: [`before ${color}`, `bind ${color}`, `look at ${color}`],
        afterCreate: [`leave ${color}`],
        beforeUpdate: [`before ${color}`, `bind ${color}`, `look at ${color}`],
        afterUpdate: [`leave ${color}`],
      });
      assert.deepEqual(await boundIn(application), {
        route: {
          beforeCreate: route.before,
          afterCreate: route.after,
          beforeUpdate: route.before,
          afterUpdate: route.after,
        },
        blue: workload("blue"),
        green: workload("green"),
      });
    });

  it("fail the change of a Deployment whose pods were given up, once it is made", async () => {
    const { green } = await boundIn(planned({}, { recorded: blueServes }), true, "web-green can't");
    for (const event of ["afterCreate", "afterUpdate"])
      assert.deepEqual(green?.[event], ["leave green", "Error: web-green can't"]);
  });

  it("bind nothing in a preview, where nothing is changed", async () => {
    for (const [, known] of plans)
      assert.deepEqual(await boundIn(planned({}, known), false), { route: {}, blue: {}, green: {} });
  });
});

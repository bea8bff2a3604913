import assert from "node:assert/strict";
import fc from "fast-check";
import { occupancyOf, occupancyProblem } from "../../capacity/occupancy";
import { placementOf } from "../../capacity/placement";
import { sharingOf } from "../../capacity/tenants";
import { parseSettings, type Settings } from "../../settings/settings";
import { declare, ofKind, web } from "../components/declared";

const aws = { account: "111122223333", region: "eu-central-1", hostedZone: "Z0123456789AB" };
const gateway = { namespace: "turnout", name: "shared" };

function settings(values: Readonly<Record<string, unknown>>): Settings {
  const parsed = parseSettings({ platform: "platform", aws, domain: "shop.example", gateway, ...values });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}
const environment = (more: Readonly<Record<string, unknown>> = {}) =>
  settings({ applications: [web], ...more });
const platform = (more: Readonly<Record<string, unknown>> = {}) => settings({ role: "platform", ...more });
const from = (stacks: Readonly<Record<string, Settings>>) => (stack: string) => stacks[stack];

describe("sharingOf", () => {
  const usual = { gateway: "shared", targetGroups: 4, rules: 2, pods: 3 };

  it("has every environment once that shares the platform's load balancers, the asked for among them", () => {
    const known = from({
      platform: platform(),
      dev: environment(),
      prod: environment({ gateway: { ...gateway, own: true } }),
      laptop: environment({ platform: "local" }),
      elsewhere: environment({ platform: "other" }),
      "pr-x": environment({ applications: [web, { ...web, name: "api", replicas: 2 }] }),
    });
    const stacks = ["pr-x", "dev", "prod", "laptop", "elsewhere", "wrong", "dev"];
    const tenants = [
      { stack: "dev", ...usual },
      { stack: "pr-x", gateway: "shared", targetGroups: 8, rules: 4, pods: 9 },
    ];
    assert.deepEqual(sharingOf("platform", stacks, known), { tenants, gateways: ["shared"] });
    assert.deepEqual(sharingOf("pr-x", ["dev"], known), { tenants, gateways: ["shared"] });
  });

  it("has each where its stack's name leads to when it is new", () => {
    const more = { gateway: { ...gateway, others: ["shared-2"] } };
    const known = from({ dev: environment(more), prod: environment(more) });
    const { gateways, tenants = [] } = sharingOf("dev", ["prod"], known) ?? {};
    assert.deepEqual(gateways, ["shared", "shared-2"]);
    assert.deepEqual(
      tenants.map(({ stack, gateway }) => [stack, gateway]),
      [
        ["dev", "shared-2"],
        ["prod", "shared"],
      ],
    );
  });

  it("has also the Gateways that only another stack's settings name", () => {
    const known = from({
      dev: environment({ gateway: { ...gateway, others: ["shared-2"] } }),
      prod: environment(),
    });
    assert.deepEqual(sharingOf("prod", ["dev"], known)?.gateways, ["shared", "shared-2"]);
  });

  it("overfills no load balancer unseen", () => {
    const more = environment({ gateway: { ...gateway, others: ["shared-2"] } });
    const stacks = fc.uniqueArray(fc.stringMatching(/^pr-[a-z0-9]{1,8}$/), { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(stacks, (all) => {
        const sharing = sharingOf("dev", all, () => more);
        const problem: string = (sharing && occupancyProblem(occupancyOf(sharing))) ?? "";
        const placed = ["dev", ...all].map((stack) =>
          placementOf(
            { ...gateway, others: ["shared-2"], own: false },
            { stack, namespace: stack },
            undefined,
          ),
        );
        for (const one of ["shared", "shared-2"]) {
          const here = placed.filter(({ name }) => name === one).length;
          assert.equal(problem.includes(`Gateway ${one} has room for 25 of the ${here} env`), here > 25);
        }
      }),
    );
  });

  it("is none for a load balancer of one's own, a local cluster, the state's stack and settings that are wrong", () => {
    const known = from({
      prod: environment({ gateway: { ...gateway, own: true } }),
      laptop: environment({ platform: "local" }),
      state: settings({ role: "state" }),
    });
    for (const stack of ["prod", "laptop", "state", "wrong"])
      assert.equal(sharingOf(stack, [], known), undefined, stack);
  });

  it("lets an environment have as many pods as the real program's quota does", async () => {
    const autoscaled = { ...web, autoscaling: { maxReplicas: 7 } };
    for (const application of [web, { ...web, replicas: 4 }, { ...web, standbyReplicas: 5 }, autoscaled]) {
      const sharing = sharingOf("dev", [], from({ dev: environment({ applications: [application] }) }));
      const [quota] = ofKind(await declare({ applications: [application] }), "ResourceQuota");
      const { hard } = quota?.inputs.spec as { hard: { pods: string } };
      assert.equal(String(sharing?.tenants[0]?.pods), hard.pods);
    }
  });
});

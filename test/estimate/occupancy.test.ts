import fc from "fast-check";
import assert from "node:assert/strict";
import {
  loadOfApplication,
  loadsOf,
  occupancyOf,
  occupancyProblem,
  sharingOf,
  type Tenant,
} from "../../estimate/occupancy";
import { placementOf } from "../../estimate/placement";
import { parseSettings, type Settings } from "../../settings/settings";
import { route } from "./aws";
import { declare, ofKind, web } from "../components/declared";
import { configMap, recordingOf } from "../diff/resources";

const colors = ["web-blue", "web-green"];

describe("loadsOf", () => {
  it("has a target group for each Gateway, route and Service, and a rule for each route", () => {
    const loads = loadsOf(recordingOf(route("web", colors), route("web--preview", colors), configMap("x")));
    assert.deepEqual([...loads], [["turnout/shared", { targetGroups: 4, rules: 2 }]]);
  });

  it("keeps the Gateways apart", () => {
    const loads = loadsOf(recordingOf(route("a", ["a"], ["one"]), route("b", colors, ["two", "one"])));
    assert.deepEqual(Object.fromEntries(loads), {
      "turnout/one": { targetGroups: 3, rules: 2 },
      "turnout/two": { targetGroups: 2, rules: 1 },
    });
  });

  it("has the rules of a route in each of its listeners, and its target groups once", () => {
    const loads = loadsOf(recordingOf(route("web", colors, ["shared", "shared"])));
    assert.deepEqual(loads.get("turnout/shared"), { targetGroups: 2, rules: 2 });
  });

  it("has a rule for each hostname and each match, and one for a redirect, which has no target group", () => {
    const many = { hostnames: ["a", "b", "c"], rules: [{ matches: [{}, {}] }, { matches: [] }] };
    assert.deepEqual(
      [...loadsOf(recordingOf(route("r", [], ["shared"], many))).values()],
      [{ targetGroups: 0, rules: 9 }],
    );
  });

  it("counts a Service once that several rules of one route lead to, and its ports apart", () => {
    const backendRefs = [{ name: "web", port: 80 }];
    const rules = [{ backendRefs }, { backendRefs }, { backendRefs: [{ name: "web", port: 81 }] }];
    assert.deepEqual(loadsOf(recordingOf(route("web", [], ["shared"], { rules }))).get("turnout/shared"), {
      targetGroups: 2,
      rules: 3,
    });
  });

  it("finds in the real program what a tenant is taken to need for each application", async () => {
    const { targetGroups, rules } = loadOfApplication;
    const one = loadsOf(await declare());
    assert.deepEqual([...one.values()], [{ targetGroups, rules }]);
    const two = loadsOf(await declare({ applications: [web, { ...web, name: "api" }] }));
    assert.deepEqual([...two.values()], [{ targetGroups: 2 * targetGroups, rules: 2 * rules }]);
  });
});

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
        const found = sharing ? occupancyOf(sharing) : [];
        const placed = ["dev", ...all].map((stack) =>
          placementOf(
            { ...gateway, others: ["shared-2"], own: false },
            { stack, namespace: stack },
            undefined,
          ),
        );
        for (const one of ["shared", "shared-2"]) {
          const here = placed.filter(({ name }) => name === one).length;
          const occupancy = found.find(({ gateway }) => gateway === one);
          assert.deepEqual(occupancy, { gateway: one, environments: here, room: 25 });
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

const tenants = (count: number, applications = 1, gateway = "shared"): Tenant[] =>
  Array.from({ length: count }, (_, index) => ({
    stack: `pr-${index}`,
    gateway,
    targetGroups: 4 * applications,
    rules: 2 * applications,
    pods: 3 * applications,
  }));
const of = (count: number, applications = 1) => {
  const [one] = occupancyOf({ tenants: tenants(count, applications), gateways: ["shared"] });
  return one ?? assert.fail("there is none");
};

describe("occupancyOf", () => {
  it("has room for 25 environments of one application on a load balancer", () => {
    assert.deepEqual(of(21), { gateway: "shared", environments: 21, room: 25 });
    assert.equal(of(0).room, 25);
  });

  it("counts each of several load balancers by itself, for one has no use of another's room", () => {
    const both = [...tenants(30), ...tenants(3, 1, "shared-2")];
    assert.deepEqual(occupancyOf({ tenants: both, gateways: ["shared", "shared-2"] }), [
      { gateway: "shared", environments: 30, room: 25 },
      { gateway: "shared-2", environments: 3, room: 25 },
    ]);
  });

  it("has room for none that needs more than one has", () => {
    assert.equal(of(1, 26).room, 0);
  });

  it("counts the room that is left in environments as large as the largest on any of them", () => {
    const sharing = { tenants: [...tenants(1, 10), ...tenants(6)], gateways: ["shared", "shared-2"] };
    const rooms = occupancyOf(sharing).map(({ room }) => room);
    assert.deepEqual(rooms, [7 + 0, 2]); // 36 are left on the first, and one takes 40
  });

  it("has the same room, however many of one size are there", () => {
    const upTo = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(upTo(60), upTo(25), (count, size) => {
        assert.equal(of(count, size).room, Math.floor(100 / (4 * size)));
      }),
    );
  });

  it("says of a load balancer that it is over its room just where its target groups or rules are", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sizes, (all) => {
        const here = all.flatMap((size) => tenants(1, size));
        const [one] = occupancyOf({ tenants: here, gateways: ["shared"] });
        const targetGroups = here.reduce((sum, tenant) => sum + tenant.targetGroups, 0);
        assert.equal((one?.environments ?? 0) > (one?.room ?? 0), targetGroups > 100);
      }),
    );
  });
});

describe("occupancyProblem", () => {
  it("is none below four fifths", () => {
    assert.deepEqual([occupancyProblem(of(19)), occupancyProblem(of(0))], [undefined, undefined]);
  });

  it("says how to make room, in time and when there is none", () => {
    for (const count of [20, 25, 26])
      assert.equal(
        occupancyProblem(of(count)),
        `The load balancer of Gateway shared has room for 25 environments, and the branches known here may have ${count}; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.`,
      );
  });
});

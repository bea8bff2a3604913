import assert from "node:assert/strict";
import fc from "fast-check";
import { occupancyOf, occupancyProblem, occupancyText } from "../../capacity/occupancy";
import type { Tenant } from "../../capacity/tenants";

const names = ["shared", "shared-2", "shared-3"];
const tenants = (count: number, applications = 1, gateway = "shared"): Tenant[] =>
  Array.from({ length: count }, (_, index) => ({
    stack: `pr-${index}`,
    gateway,
    targetGroups: 4 * applications,
    rules: 2 * applications,
    pods: 3 * applications,
  }));
const of = (count: number, applications = 1) =>
  occupancyOf({ tenants: tenants(count, applications), gateways: ["shared"] });
/** On `shared`, `shared-2`, … as many environments as given. */
const spread = (...counts: readonly number[]) =>
  occupancyOf({
    tenants: counts.flatMap((count, index) => tenants(count, 1, names[index])),
    gateways: names.slice(0, counts.length),
  });

describe("occupancyOf", () => {
  it("has room for 25 environments of one application on a load balancer", () => {
    assert.deepEqual(of(21), {
      environments: 21,
      room: 25,
      loadBalancers: 1,
      targetGroups: 84,
      rules: 42,
      pods: 63,
    });
    assert.equal(of(0).room, 25);
  });

  it("counts each of several load balancers by itself, for one has no use of another's room", () => {
    assert.deepEqual(spread(30, 3), {
      environments: 33,
      room: 50,
      loadBalancers: 2,
      targetGroups: 132,
      rules: 66,
      pods: 99,
      gateways: {
        shared: { environments: 30, room: 25, targetGroups: 120, rules: 60 },
        "shared-2": { environments: 3, room: 25, targetGroups: 12, rules: 6 },
      },
    });
  });

  it("has room for none that needs more than one has", () => {
    assert.equal(of(1, 26).room, 0);
  });

  it("counts the room that is left in environments as large as the largest on any of them", () => {
    const sharing = { tenants: [...tenants(1, 10), ...tenants(6)], gateways: ["shared"] };
    assert.equal(occupancyOf(sharing).room, 7 + 0); // 36 left, 40 each
    const { gateways } = occupancyOf({ ...sharing, gateways: ["shared", "shared-2"] });
    assert.equal(gateways?.["shared-2"]?.room, 2);
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
        const sharing = { tenants: all.flatMap((size) => tenants(1, size)), gateways: ["shared"] };
        const { environments, room, targetGroups } = occupancyOf(sharing);
        assert.equal(environments > room, targetGroups > 100);
      }),
    );
  });
});

describe("occupancyProblem", () => {
  it("is none below four fifths", () => {
    assert.equal(occupancyProblem(of(19)), undefined);
    assert.equal(occupancyProblem(of(0)), undefined);
  });

  it("says in time how to make room", () => {
    assert.equal(
      occupancyProblem(of(20)),
      "The load balancer has room for 25 environments, and the branches known here may have 20; open another Gateway: add a name to gateway.others in Pulumi.yaml, before it is full.",
    );
    assert.match(occupancyProblem(of(25)) ?? "", /before it is full\.$/);
  });

  it("says when there is no room", () => {
    assert.equal(
      occupancyProblem(of(26)),
      "The load balancer has room for 25 of the 26 environments that the branches known here may have; open another Gateway: add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.",
    );
  });

  it("is about the one that is full, whatever room another has", () => {
    assert.equal(occupancyProblem(spread(19, 19)), undefined);
    assert.equal(
      occupancyProblem(spread(3, 26)),
      "The load balancer of Gateway shared-2 has room for 25 of the 26 environments that the branches known here may have there; open another Gateway: add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.",
    );
    assert.equal(
      occupancyProblem(spread(20, 3, 26)),
      "The load balancer of Gateway shared has room for 25 environments, and the branches known here may have 20 there; open another Gateway: add a name to gateway.others in Pulumi.yaml, before it is full. " +
        "The load balancer of Gateway shared-3 has room for 25 of the 26 environments that the branches known here may have there; open another Gateway: add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.",
    );
  });
});

describe("occupancyText", () => {
  it("says how many of how many", () => {
    assert.equal(
      occupancyText(of(21)),
      "21 of 25 environments on this load balancer, one for each branch known here",
    );
  });

  it("says so of each load balancer, and by what it counts", () => {
    assert.equal(
      occupancyText(spread(24, 22)),
      "24 of 25 environments on Gateway shared, 22 of 25 environments on Gateway shared-2: one for each branch known here, each where it goes when it is new",
    );
  });
});

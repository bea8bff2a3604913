import assert from "node:assert/strict";
import fc from "fast-check";
import { occupancyOf, occupancyProblem, occupancyText } from "../../capacity/occupancy";
import type { Tenant } from "../../capacity/tenants";

const tenants = (count: number, applications = 1): Tenant[] =>
  Array.from({ length: count }, (_, index) => ({
    stack: `pr-${index}`,
    targetGroups: 4 * applications,
    rules: 2 * applications,
    pods: 3 * applications,
  }));
const of = (count: number, loadBalancers = 1, applications = 1) =>
  occupancyOf({ tenants: tenants(count, applications), loadBalancers });

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
    assert.equal(of(46, 2).room, 50);
    assert.equal(of(0).room, 25);
  });

  it("spreads no environment over two load balancers", () => {
    assert.equal(of(1, 3, 3).room, 24); // 300 target groups of 12 would be 25
  });

  it("has room for none that needs more than one has", () => {
    assert.equal(of(1, 1, 26).room, 0);
  });

  it("counts the room that is left in environments as large as the largest", () => {
    const sharing = { tenants: [...tenants(1, 10), ...tenants(5)], loadBalancers: 1 };
    assert.equal(occupancyOf(sharing).room, 6 + 0); // 80 usable, 60 taken, 40 each
    assert.equal(occupancyOf({ ...sharing, loadBalancers: 2 }).room, 6 + 2);
  });

  it("has the same room, however many of one size are there", () => {
    const some = [
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 25 }),
    ];
    fc.assert(
      fc.property(
        ...(some as [(typeof some)[0], (typeof some)[0], (typeof some)[0]]),
        (count, balancers, size) => {
          assert.equal(of(count, balancers, size).room, balancers * Math.floor(100 / (4 * size)));
        },
      ),
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
    assert.match(occupancyProblem(of(40, 2)) ?? "", /^The 2 load balancers have room for 50 environments, /);
  });

  it("says when there is no room", () => {
    assert.equal(
      occupancyProblem(of(26)),
      "The load balancer has room for 25 of the 26 environments that the branches known here may have; open another Gateway: add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.",
    );
  });
});

describe("occupancyText", () => {
  it("says how many of how many", () => {
    assert.equal(
      occupancyText(of(21)),
      "21 of 25 environments on this load balancer, one for each branch known here",
    );
    assert.equal(
      occupancyText(of(46, 2)),
      "46 of 50 environments on these 2 load balancers, one for each branch known here",
    );
  });
});

import fc from "fast-check";
import assert from "node:assert/strict";
import { placementOf, placementProblem, sharedGateway } from "../../estimate/placement";

const gateway = { namespace: "turnout-gateway", name: "shared", others: [] as string[], own: false };
const develop = { stack: "dev", namespace: "shop-develop" };
const placed = (more: Partial<typeof gateway>, recorded?: string) =>
  placementOf({ ...gateway, ...more }, develop, recorded);

describe("placementOf", () => {
  it("is the shared Gateway, which the domain's wildcard leads to", () => {
    assert.deepEqual(placed({}), { namespace: "turnout-gateway", name: "shared", first: true });
  });

  it("is the one that the stack's name leads to for an environment that is new", () => {
    assert.deepEqual(placed({ others: ["shared-2"] }), {
      namespace: "turnout-gateway",
      name: "shared-2",
      first: false,
    });
    assert.deepEqual(
      placementOf({ ...gateway, others: ["shared-2"] }, { ...develop, stack: "prod" }, undefined),
      {
        namespace: "turnout-gateway",
        name: "shared",
        first: true,
      },
    );
  });

  it("stays where the environment is, however many are opened", () => {
    assert.equal(placed({ others: ["shared-2"] }, "shared").name, "shared");
    assert.equal(placed({ others: ["shared-2", "shared-3"] }, "shared-2").name, "shared-2");
  });

  it("moves away from one that is gone", () => {
    assert.equal(placed({}, "shared-2").name, "shared");
  });

  it("is the environment's own where it asks for one, and no longer where it doesn't", () => {
    assert.deepEqual(placed({ own: true }, "shared"), {
      namespace: "shop-develop",
      name: "own",
      first: false,
    });
    assert.equal(placed({}, "own").name, "shared");
  });
});

describe("sharedGateway", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
  const gateways = fc
    .uniqueArray(name, { minLength: 1, maxLength: 5 })
    .map(([first = "", ...others]) => ({ name: first, others }));

  it("moves a new environment only to a Gateway that is added, never between those that are there", () => {
    fc.assert(
      fc.property(gateways, name, name, ({ name, others }, added, stack) => {
        const before = sharedGateway({ name, others }, stack);
        const after = sharedGateway({ name, others: [...others, added] }, stack);
        assert.ok([before, added].includes(after), `${before} → ${after}`);
      }),
    );
  });

  it("doesn't depend on the order in which they are named", () => {
    fc.assert(
      fc.property(gateways, name, ({ name, others }, stack) => {
        const [first = "", ...rest] = [name, ...others].reverse();
        assert.equal(
          sharedGateway({ name, others }, stack),
          sharedGateway({ name: first, others: rest }, stack),
        );
      }),
    );
  });

  it("fills all alike", () => {
    const three = { name: "shared", others: ["shared-2", "shared-3"] };
    const counts = new Map<string, number>();
    for (let index = 0; index < 3000; index++) {
      const one = sharedGateway(three, `pr-${index}`);
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    assert.equal(counts.size, 3);
    // Five standard deviations of 26.
    for (const [one, count] of counts) assert.ok(Math.abs(count - 1000) < 130, `${one}: ${count}`);
  });
});

describe("placementProblem", () => {
  it("is none where the platform has made the Gateway", () => {
    assert.equal(placementProblem(placed({}), "platform", ["shared"]), undefined);
  });

  it("names the setting that is ahead of the platform, and the command that brings it up", () => {
    assert.equal(
      placementProblem(placed({ others: ["shared-2"] }), "platform", ["shared"]),
      "Platform platform has no Gateway shared-2 yet, which turnout:gateway.others names: run `pulumi up --stack platform` first.",
    );
    assert.equal(
      placementProblem(placed({}), "platform", []),
      "Platform platform has no Gateway shared yet, which turnout:gateway.name names: run `pulumi up --stack platform` first.",
    );
  });
});

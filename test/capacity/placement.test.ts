import assert from "node:assert/strict";
import { placementOf } from "../../capacity/placement";

const gateway = { namespace: "turnout-gateway", name: "shared", others: [] as string[], own: false };
const placed = (more: Partial<typeof gateway>, recorded?: string) =>
  placementOf({ ...gateway, ...more }, "shop-develop", recorded);

describe("placementOf", () => {
  it("is the shared Gateway, which the domain's wildcard leads to", () => {
    assert.deepEqual(placed({}), { namespace: "turnout-gateway", name: "shared", first: true });
  });

  it("is the last one that was opened for an environment that is new", () => {
    const { name, first } = placed({ others: ["shared-2", "shared-3"] });
    assert.deepEqual([name, first], ["shared-3", false]);
  });

  it("stays where the environment is, however many are opened", () => {
    assert.equal(placed({ others: ["shared-2"] }, "shared").name, "shared");
    assert.equal(placed({ others: ["shared-2", "shared-3"] }, "shared-2").name, "shared-2");
  });

  it("moves away from one that is gone", () => {
    assert.equal(placed({ others: ["shared-3"] }, "shared-2").name, "shared-3");
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

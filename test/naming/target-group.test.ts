import assert from "node:assert/strict";
import fc from "fast-check";
import { targetGroupName } from "../../naming/target-group";
import { colors } from "../../release/model";

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
/** AWS: CreateTargetGroup and CreateLoadBalancer. */
const form = /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

describe("targetGroupName", () => {
  it("is readable and says whose it is", () => {
    const owner = { cluster: "turnout", namespace: "smallcase-develop", application: "web" };
    assert.equal(targetGroupName({ ...owner, color: "blue" }), "smallcase-develop-293c88f50a81");
    assert.notEqual(
      targetGroupName({ ...owner, color: "green" }),
      targetGroupName({ ...owner, color: "blue" }),
    );
  });

  it("keeps AWS's form and 32 characters, and is one per cluster, namespace, application and color", () => {
    const owner = fc.record({
      cluster: label,
      namespace: label,
      application: label,
      color: fc.constantFrom(...colors),
    });
    fc.assert(
      fc.property(owner, owner, (one, other) => {
        assert.match(targetGroupName(one), form);
        const same = JSON.stringify(one) === JSON.stringify(other);
        assert.equal(targetGroupName(one) === targetGroupName(other), same);
      }),
    );
  });
});

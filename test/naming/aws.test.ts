import assert from "node:assert/strict";
import fc from "fast-check";
import { loadBalancerName, targetGroupName } from "../../naming/aws";
import { colors } from "../../release/model";

const label = (maxLength: number) =>
  fc.stringMatching(new RegExp(`^[a-z]([a-z0-9-]{0,${maxLength - 2}}[a-z0-9])?$`));

describe("loadBalancerName", () => {
  it("says the cluster and the purpose where there is room", () => {
    assert.equal(loadBalancerName("turnout", "shared"), "turnout-shared");
    assert.equal(loadBalancerName("turnout", "smallcase-blue"), "turnout-smallcase-blue");
  });

  it("cuts what is too long, and tells it apart by a hash", () => {
    assert.equal(
      loadBalancerName("turnout", "smallcase-with-a-long-namespace"),
      "turnout-smallcase-w-ae2fc61c9775",
    );
  });

  it("is one that AWS takes, and no other Gateway's of the cluster", () => {
    fc.assert(
      fc.property(label(27), label(63), label(63), (cluster, one, other) => {
        const name = loadBalancerName(cluster, one);
        assert.match(name, /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/);
        if (one !== other) assert.notEqual(name, loadBalancerName(cluster, other));
      }),
    );
  });

  it("gives a name that looks cut to nobody but what was cut", () => {
    const cut = loadBalancerName("turnout", "smallcase-with-a-long-namespace");
    assert.notEqual(loadBalancerName("turnout", cut.slice("turnout-".length)), cut);
  });
});

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
      cluster: label(63),
      namespace: label(63),
      application: label(63),
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

import assert from "node:assert/strict";
import fc from "fast-check";
import { loadBalancerName } from "../../naming/load-balancer";

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

import fc from "fast-check";
import assert from "node:assert/strict";
import { alarmName, dashboardName, loadBalancerName, targetGroupName } from "../../naming/aws";
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

/** One text of words and dashes, cut into names in two ways: what only a separator can tell apart. */
const cutTwice = fc
  .array(fc.constantFrom("a", "b1"), { minLength: 2, maxLength: 8 })
  .chain((words) => fc.tuple(cutOf(words), cutOf(words)));

function cutOf(words: readonly string[]): fc.Arbitrary<[string, ...string[]]> {
  const places = words.slice(1).map((_, index) => index + 1);
  return fc.subarray(places).map((cuts) => {
    const from = [0, ...cuts];
    return from.map((start, index) => words.slice(start, from[index + 1]).join("-")) as [string, ...string[]];
  });
}

const long = (length: number) => "a".repeat(length);

describe("names in CloudWatch", () => {
  it("are never shared by two alarms, of applications and load balancers alike", () => {
    fc.assert(
      fc.property(cutTwice, ([one, other]) => {
        assert.equal(alarmName(...one) === alarmName(...other), one.join(" ") === other.join(" "));
      }),
    );
  });

  it("are never shared by two dashboards", () => {
    fc.assert(
      fc.property(cutTwice, ([one, other]) => {
        fc.pre(one.length <= 2 && other.length <= 2);
        const same = dashboardName(one[0], one[1]) === dashboardName(other[0], other[1]);
        assert.equal(same, one.join(" ") === other.join(" "));
      }),
    );
  });

  it("are ones that CloudWatch takes, of the longest parts as well", () => {
    assert.ok(alarmName(long(27), long(63), long(63), "healthy-hosts").length <= 255);
    assert.match(dashboardName("eu-1", "shop-dev"), /^[A-Za-z0-9_-]+$/);
    assert.ok(dashboardName(long(27), long(63)).length <= 255);
  });
});

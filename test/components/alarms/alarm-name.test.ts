import assert from "node:assert/strict";
import fc from "fast-check";
import { alarmName, dashboardName } from "../../../components/alarms/alarm-name";

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

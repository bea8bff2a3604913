import assert from "node:assert/strict";
import type { AlarmRule } from "../../../components/alarms/alarm";
import { applicationRules } from "../../../components/alarms/environment";
import { loadBalancerRules } from "../../../components/alarms/platform";
import { valueOf } from "./metric-math";

const loadBalancer = "app/shared/0123456789abcdef";
const web = {
  name: "web",
  loadBalancer,
  targetGroups: { blue: "targetgroup/web-blue/1", green: "targetgroup/web-green/2" },
};
const ofWeb = applicationRules(web, { cluster: "shop", namespace: "shop-dev" });
const all = [...loadBalancerRules(loadBalancer), ...ofWeb];

const rule = (rules: readonly AlarmRule[], kind: string): AlarmRule => {
  const found = rules.find((each) => each.kind === kind);
  assert.ok(found, kind);
  return found;
};

/** Whether a minute is a bad one. */
const isBad = (
  { expression, metrics, bad, threshold, missing }: AlarmRule,
  reported: Record<string, number>,
) => {
  const value = valueOf(expression, metrics, reported);
  if (value === undefined) return missing === "breaching";
  return bad === "above" ? value > threshold : value < threshold;
};

describe("what alarms tell", () => {
  it("stays within CloudWatch's limits", () => {
    for (const { kind, metrics, expression, description, minutes, ofMinutes } of all) {
      assert.ok(metrics.length <= 10, kind);
      assert.ok(expression.length <= 1024, kind);
      assert.ok(description.length <= 1024, kind);
      assert.ok(minutes <= ofMinutes, kind);
      for (const { id } of metrics) assert.match(id, /^[a-z][a-zA-Z0-9_]*$/, kind);
      assert.equal(new Set(metrics.map(({ id }) => id)).size, metrics.length, kind);
    }
  });

  it("is calm where nobody asks for anything, but where nobody could be answered", () => {
    assert.deepEqual(
      all.filter((each) => isBad(each, {})).map(({ kind }) => kind),
      ["healthy-hosts"],
    );
  });

  const cases: readonly (readonly [
    kind: string,
    what: string,
    reported: Readonly<Record<string, number>>,
    bad: boolean,
  ])[] = [
    ["elb-5xx", "errors where no request found a pod", { errors: 5 }, true],
    ["elb-5xx", "2 % of all requests", { errors: 20, requests: 980 }, true],
    ["elb-5xx", "under 1 %", { errors: 9, requests: 991 }, false],
    ["elb-5xx", "a few at night", { errors: 4 }, false],
    ["elb-latency", "slow requests", { p95: 2.1, requests: 20 }, true],
    ["elb-latency", "one slow request of few", { p95: 30, requests: 19 }, false],
    ["rejected-connections", "a single one", { rejected: 1 }, true],
    ["connection-errors", "many", { refused: 11 }, true],
    ["connection-errors", "a pod's end", { refused: 10 }, false],
    ["5xx", "an active green that fails", { green_errors: 20, green_requests: 1000 }, true],
    [
      "5xx",
      "errors of a canary's share",
      { blue_requests: 900, green_errors: 11, green_requests: 100 },
      true,
    ],
    ["5xx", "1 % exactly", { blue_errors: 10, blue_requests: 1000 }, false],
    ["5xx", "a few at night", { blue_errors: 4, blue_requests: 4 }, false],
    [
      "latency",
      "one color slow, the other quick",
      { blue_p95: 0.1, blue_requests: 10, green_p95: 3, green_requests: 10 },
      true,
    ],
    ["latency", "both quick", { blue_p95: 0.1, blue_requests: 10, green_p95: 2, green_requests: 10 }, false],
    ["healthy-hosts", "blue alone", { blue_hosts: 1, green_hosts: 0 }, false],
    ["healthy-hosts", "green alone, blue not reported", { green_hosts: 2 }, false],
    ["healthy-hosts", "neither", { blue_hosts: 0, green_hosts: 0 }, true],
  ];
  for (const [kind, what, reported, bad] of cases)
    it(`${kind}: ${what} is ${bad ? "bad" : "no alarm"}`, () => {
      assert.equal(isBad(rule(all, kind), reported), bad);
    });

  it("asks each color's own target group", () => {
    for (const { kind, metrics } of ofWeb)
      for (const { id, place } of metrics) {
        const color = id.startsWith("blue_") ? "blue" : "green";
        assert.deepEqual(place, { loadBalancer, targetGroup: web.targetGroups[color] }, `${kind} ${id}`);
      }
  });

  it("says where to look", () => {
    assert.equal(
      rule(ofWeb, "5xx").description,
      "More than 1 % of what web in shop-dev answers is 5xx. If it came with a release: npx turnout rollback in that " +
        'environment. Else see its logs: group /turnout/shop/pods, kubernetes.namespace_name = "shop-dev".',
    );
  });
});

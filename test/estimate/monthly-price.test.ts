import fc from "fast-check";
import assert from "node:assert/strict";
import { monthlyPrice } from "../../estimate/monthly-price";
import type { Declared } from "../../program/recording";
import { addon, autoscaler, awsProvider, cluster, controller, endpoint, gateway, pods, subnet } from "./aws";
import { declare, web } from "../components/declared";
import { configMap, declared, recordingOf } from "../diff/resources";

const priceOf = (...resources: readonly Declared[]) => {
  const price = monthlyPrice(recordingOf(awsProvider, ...resources));
  assert.ok(price !== undefined);
  return price;
};
const near = (actual: number, expected: number) => {
  assert.ok(Math.abs(actual - expected) < 0.006, `${actual} is not ${expected}`);
};
/** Of the smallest size: about 9.0 a month (docs/facts.md#fargate-sizes). */
const pod = 730 * (0.25 * 0.04048 + 0.5 * 0.004445);

describe("monthlyPrice", () => {
  it("is none for what doesn't run on AWS", async () => {
    assert.equal(monthlyPrice(recordingOf(pods("web-blue", 2), gateway("shared"))), undefined);
    assert.equal(monthlyPrice(await declare()), undefined);
    assert.deepEqual(priceOf(configMap("x")), { items: [], total: 0, most: 0 });
  });

  it("prices the pods of the real program on AWS", async () => {
    const { resources } = await declare({ applications: [{ ...web, replicas: 3 }] });
    const { items, total } = priceOf(...resources);
    assert.deepEqual(
      items.map(({ what, count }) => [what, count]),
      [["pod of web, 0.25 vCPU / 0.5 GB", 3]],
    );
    near(total, 3 * pod);
  });

  it("keeps sizes apart, adds up what is of one size, and leaves out what has no pods", () => {
    const { items, total } = priceOf(
      pods("web-blue", 2),
      pods("web-green", 1),
      pods("api-blue", 1, "500m", "512Mi", "api"),
      pods("api-green", 0, "250m", "256Mi", "api"),
    );
    assert.deepEqual(
      items.map(({ what, count }) => [what, count]),
      [
        ["pod of web, 0.25 vCPU / 0.5 GB", 3],
        ["pod of api, 0.5 vCPU / 1 GB", 1],
      ],
    );
    near(total, 3 * pod + 2 * pod);
  });

  it("prices an autoscaled color at its fewest, and says what its most would cost", () => {
    const { total, most, items } = priceOf(pods("web-blue", 4), autoscaler("web-blue", 2, 10));
    near(total, 2 * pod);
    near(most, 10 * pod);
    assert.equal(items[0]?.count, 2);
  });

  it("adds up a platform", () => {
    const { items, total, most } = priceOf(
      cluster,
      subnet("private-a", "10.0.64.0/18", "a"),
      subnet("private-b", "10.0.128.0/18", "b"),
      subnet("private-c", "10.0.192.0/18", "c"),
      declared("aws:ec2/natGateway:NatGateway", "a"),
      declared("aws:ec2/eip:Eip", "a"),
      endpoint("sts", "Interface", ["a", "b", "c"]),
      endpoint("s3", "Gateway", []),
      gateway("shared"),
      declared("aws:kms/key:Key", "secrets"),
      declared("aws:kms/key:Key", "images"),
      declared("aws:cloudwatch/metricAlarm:MetricAlarm", "rejected", { metricName: "x" }),
      declared("aws:cloudwatch/metricAlarm:MetricAlarm", "errors", {
        metricQueries: [
          { id: "e", expression: "a / b" },
          { id: "a", metric: {} },
          { id: "b", metric: {} },
        ],
      }),
      declared("aws:cloudwatch/dashboard:Dashboard", "platform"),
      controller({ replicaCount: 2 }),
      addon("metrics-server"),
    );
    assert.deepEqual(Object.fromEntries(items.map(({ what, count }) => [what, count])), {
      "EKS cluster": 1,
      "NAT gateway": 1,
      "interface endpoint in a zone": 3,
      "load balancer": 1,
      "public IPv4 address": 4,
      "KMS key": 2,
      "metric of an alarm": 3,
      dashboard: 1,
      "pod of coredns, 0.25 vCPU / 0.5 GB": 2,
      "pod of metrics-server, 0.25 vCPU / 0.5 GB": 2,
      "pod of aws-load-balancer-controller, 0.25 vCPU / 0.5 GB": 2,
    });
    near(total, 73 + 32.85 + 21.9 + 16.425 + 4 * 3.65 + 2 + 0.3 + 3 + 6 * pod);
    assert.equal(most, total);
    assert.equal(items[0]?.what, "EKS cluster"); // the dearest first
  });

  it("has no load balancer for a Gateway of another class", () => {
    assert.equal(priceOf(gateway("shared", "traefik")).total, 0);
  });

  it("counts a load balancer of an environment's own in the zones of its settings, which are two if they name none", () => {
    near(priceOf(gateway("own")).total, 16.425 + 2 * 3.65);
    for (const zones of [
      ["a", "b"],
      ["a", "b", "c"],
    ]) {
      const recording = { ...recordingOf(awsProvider, gateway("own")), zones };
      near(monthlyPrice(recording)?.total ?? 0, 16.425 + zones.length * 3.65);
    }
  });

  it("costs nothing for pods that never start", () => {
    assert.equal(priceOf(pods("web-blue", 2, "17", "1Gi")).total, 0);
  });

  it("doesn't depend on the order of the resources, and grows with each of them", () => {
    const resources = [
      pods("a", 3),
      pods("b", 1, "1"),
      gateway("g"),
      cluster,
      controller({}),
      addon("coredns"),
    ];
    const whole = priceOf(...resources);
    fc.assert(
      fc.property(fc.shuffledSubarray(resources), (some) => {
        const price = priceOf(...some);
        if (some.length === resources.length) assert.deepEqual(price, whole);
        else assert.ok(price.total < whole.total);
      }),
    );
  });
});

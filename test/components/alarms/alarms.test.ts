import assert from "node:assert/strict";
import { applicationRules, EnvironmentAlarms } from "../../../components/alarms/environment";
import { LoadBalancerAlarms } from "../../../components/alarms/platform";
import { inside, ofKind, the } from "../declared";
import { recorded } from "../platform/recorded";

const topic = "arn:aws:sns:eu-central-1:111122223333:alarms";
const loadBalancer = "app/shared/0123456789abcdef";
const application = (name: string) => ({
  name,
  loadBalancer,
  targetGroups: { blue: `targetgroup/${name}-blue/1`, green: `targetgroup/${name}-green/2` },
});
const environment = { cluster: "shop", namespace: "shop-dev", applications: ["web", "api"].map(application) };

describe("EnvironmentAlarms", () => {
  const declare = (args: { topic?: string } = {}) =>
    recorded((options) => new EnvironmentAlarms("alarms", { ...environment, ...args }, options));

  it("watches every application, each alarm by its own name", async () => {
    const alarms = ofKind(await declare(), "MetricAlarm");
    assert.deepEqual(
      alarms.map(({ name, inputs }) => [name, inputs.name]),
      ["api-5xx", "api-healthy-hosts", "api-latency", "web-5xx", "web-healthy-hosts", "web-latency"].map(
        (name) => [name, `turnout/shop/shop-dev/${name.replace("-", "/")}`],
      ),
    );
  });

  it("turns a rule into what CloudWatch evaluates", async () => {
    const { inputs } = the(await declare(), "MetricAlarm", "web-healthy-hosts");
    const [rule] = applicationRules(application("web"), environment).filter(
      ({ kind }) => kind === "healthy-hosts",
    );
    const { metricQueries, ...rest } = inputs;
    assert.deepEqual(rest, {
      name: "turnout/shop/shop-dev/web/healthy-hosts",
      alarmDescription: rule?.description,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      datapointsToAlarm: 3,
      evaluationPeriods: 3,
      treatMissingData: "breaching",
    });
    const hosts = (color: string) => ({
      id: `${color}_hosts`,
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName: "HealthyHostCount",
        dimensions: {
          LoadBalancer: loadBalancer,
          TargetGroup: `targetgroup/web-${color}/${color === "blue" ? 1 : 2}`,
        },
        period: 60,
        stat: "Maximum",
      },
    });
    assert.deepEqual(metricQueries, [
      { id: "result", expression: rule?.expression, label: "healthy-hosts", returnData: true },
      hosts("blue"),
      hosts("green"),
    ]);
  });

  it("tells its topic when it starts and when it is over, and without one nobody", async () => {
    for (const { inputs } of ofKind(await declare({ topic }), "MetricAlarm"))
      assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topic], [topic]]);
    for (const { inputs } of ofKind(await declare(), "MetricAlarm"))
      assert.ok(!("alarmActions" in inputs) && !("okActions" in inputs));
  });
});

describe("LoadBalancerAlarms", () => {
  it("watches the load balancer as a whole, called as its Gateway", async () => {
    const args = { cluster: "shop", loadBalancer, topic };
    const alarms = ofKind(
      await recorded((options) => new LoadBalancerAlarms("shared", args, options)),
      "MetricAlarm",
    );
    assert.deepEqual(
      alarms.map(({ name, inputs }) => [name, inputs.name]),
      ["connection-errors", "elb-5xx", "elb-latency", "rejected-connections"].map((kind) => [
        `shared-${kind}`,
        `turnout/shop/shared/${kind}`,
      ]),
    );
    for (const alarm of alarms)
      assert.deepEqual(inside(alarm, "metricQueries", 1, "metric", "dimensions"), {
        LoadBalancer: loadBalancer,
      });
  });
});

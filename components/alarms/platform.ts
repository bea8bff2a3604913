import { Dashboard } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { alarmName, dashboardName } from "../../naming/aws";
import { Alarm, type AlarmRule, type Line, type Metric, type Place, rowOf } from "./alarm";

interface LoadBalancerAlarmsArgs {
  readonly cluster: string;
  /** The end of its ARN, `app/NAME/ID`. */
  readonly loadBalancer: Place["loadBalancer"];
  readonly topic?: pulumi.Input<string> | undefined;
}

/** Alarms of a load balancer itself; named as its Gateway. */
export class LoadBalancerAlarms extends pulumi.ComponentResource {
  constructor(
    name: string,
    { cluster, loadBalancer, topic }: LoadBalancerAlarmsArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:LoadBalancerAlarms", name, {}, options);
    for (const rule of loadBalancerRules(loadBalancer))
      new Alarm(
        `${name}-${rule.kind}`,
        { name: alarmName(cluster, name, rule.kind), rule, topic },
        { parent: this },
      );
    this.registerOutputs();
  }
}

interface PlatformDashboardArgs {
  readonly cluster: string;
  readonly region: string;
  readonly loadBalancers: readonly (Pick<Place, "loadBalancer"> & {
    /** Name of its Gateway. */
    readonly name: string;
  })[];
}

/** One page for all load balancers of a platform. */
export class PlatformDashboard extends pulumi.ComponentResource {
  constructor(name: string, args: PlatformDashboardArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:PlatformDashboard", name, {}, options);
    new Dashboard(
      name,
      { dashboardName: dashboardName(args.cluster), dashboardBody: pulumi.jsonStringify(platformBody(args)) },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** A row for each load balancer: requests, errors by their source, latency, and connections. */
export function platformBody({ region, loadBalancers }: PlatformDashboardArgs) {
  return {
    widgets: loadBalancers.flatMap(({ name, loadBalancer }, row) => {
      const line = (label: string, metric: string, statistic: Metric["statistic"] = "Sum"): Line => ({
        label,
        metric: { metric, statistic, place: { loadBalancer } },
      });
      const graphs = [
        { title: "Requests per minute", lines: [line("requests", "RequestCount")] },
        {
          title: "5xx per minute",
          lines: [
            line("pods", "HTTPCode_Target_5XX_Count"),
            line("502 connection closed", "HTTPCode_ELB_502_Count"),
            line("503 no pods", "HTTPCode_ELB_503_Count"),
            line("504 too late", "HTTPCode_ELB_504_Count"),
          ],
        },
        {
          title: "Latency, seconds",
          lines: [line("95 %", "TargetResponseTime", "p95"), line("50 %", "TargetResponseTime", "p50")],
        },
        {
          title: "Connections",
          lines: [
            line("new", "NewConnectionCount"),
            line("rejected", "RejectedConnectionCount"),
            line("refused by pods", "TargetConnectionErrorCount"),
          ],
        },
      ];
      return rowOf(row, `## Load balancer of Gateway ${name}`, graphs, region);
    }),
  };
}

/**
 * Alarm rules of a load balancer that many environments share: only its own errors, because the errors of pods are each
 * environment's own matter (`applicationRules`). It has no number of unhealthy hosts, which only target groups have.
 */
export function loadBalancerRules(loadBalancer: Place["loadBalancer"]): AlarmRule[] {
  const of = (id: string, metric: string, statistic: Metric["statistic"] = "Sum"): Metric => ({
    id,
    metric,
    statistic,
    place: { loadBalancer },
  });
  const requests = of("requests", "RequestCount");
  return [
    {
      kind: "elb-5xx",
      description:
        "The load balancer itself answers more than 1 % of requests with 5xx. Its dashboard shows each code. " +
        "503: a route's color has no pods (kubectl get pods,targetgroupbindings -A). 502: pods close connections, " +
        "most often because their keep-alive is shorter than the load balancer's idle timeout, or they end too early. " +
        "504: pods don't answer in time, or a security group is in the way.",
      metrics: [of("errors", "HTTPCode_ELB_5XX_Count"), requests],
      // Requests for which it found no pod are errors that RequestCount leaves out.
      expression: `IF(FILL(errors, 0) >= ${fewestErrors}, 100 * FILL(errors, 0) / (FILL(requests, 0) + FILL(errors, 0)), 0)`,
      bad: "above",
      threshold: 1,
      minutes: 3,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
    {
      kind: "elb-latency",
      description:
        "One request in 20 over this load balancer waits longer than 2 s for its pod. The environments' dashboards " +
        "show which of them are slow. If all are, look at what they share (database, NAT gateway, DNS).",
      metrics: [of("p95", "TargetResponseTime", "p95"), requests],
      expression: `IF(FILL(requests, 0) >= ${fewestRequests}, FILL(p95, 0), 0)`,
      bad: "above",
      threshold: 2,
      minutes: 5,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
    {
      kind: "rejected-connections",
      description:
        "The load balancer turns connections away because it has its largest number of them: clients see no answer " +
        "at all. Look for a flood of requests on its dashboard; else ask AWS support for more capacity.",
      metrics: [of("rejected", "RejectedConnectionCount")],
      expression: "FILL(rejected, 0)",
      bad: "above",
      threshold: 0,
      minutes: 1,
      ofMinutes: 1,
      missing: silenceIsGood,
    },
    {
      kind: "connection-errors",
      description:
        "The load balancer can't connect to pods that it takes for healthy. Look whether pods are evicted or killed " +
        "(kubectl get events -A), and whether a security group of pods was changed: it must let the load balancer in.",
      metrics: [of("refused", "TargetConnectionErrorCount")],
      expression: "FILL(refused, 0)",
      bad: "above",
      threshold: 10,
      minutes: 3,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
  ];
}

/** Per minute. Below it a percentage means nothing, and a single bad request at night would raise an alarm. */
export const fewestErrors = 5;

/** Per minute. With fewer, the slowest one of all would count as the p95. */
export const fewestRequests = 20;

/** All of these metrics count something that requests cause, so no value means no requests. */
export const silenceIsGood = "notBreaching";

import { Dashboard } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { alarmName, dashboardName, podLogGroup } from "../../naming/aws";
import { type Color, colors } from "../../release/model";
import { Alarm, type AlarmRule, type Line, type Metric, type Place, rowOf } from "./alarm";
import { fewestErrors, fewestRequests, silenceIsGood } from "./platform";

interface EnvironmentAlarmsArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly applications: readonly WatchedApplication[];
  readonly topic?: pulumi.Input<string> | undefined;
}

/** Alarms of an environment's applications. */
export class EnvironmentAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: EnvironmentAlarmsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:EnvironmentAlarms", name, {}, options);
    const { cluster, namespace, applications, topic } = args;
    for (const application of applications)
      for (const rule of applicationRules(application, { cluster, namespace }))
        new Alarm(
          `${application.name}-${rule.kind}`,
          { name: alarmName(cluster, namespace, application.name, rule.kind), rule, topic },
          { parent: this },
        );
    this.registerOutputs();
  }
}

interface EnvironmentDashboardArgs {
  readonly cluster: string;
  readonly region: string;
  readonly namespace: string;
  readonly applications: readonly WatchedApplication[];
}

/** One page for an environment. Costs USD 3 a month, more than the alarms of most, so it is apart from them. */
export class EnvironmentDashboard extends pulumi.ComponentResource {
  constructor(name: string, args: EnvironmentDashboardArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:EnvironmentDashboard", name, {}, options);
    new Dashboard(
      name,
      {
        dashboardName: dashboardName(args.cluster, args.namespace),
        dashboardBody: pulumi.jsonStringify(environmentBody(args)),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** A row for each application, both colors in every graph: a release is where the lines cross. */
export function environmentBody({ cluster, region, namespace, applications }: EnvironmentDashboardArgs) {
  return {
    widgets: applications.flatMap((application, row) => {
      const { name } = application;
      const both = (metric: string, statistic: Metric["statistic"] = "Sum", what?: string) =>
        linesOf(application, metric, statistic, what);
      const logs = `Logs Insights of \`${podLogGroup(cluster)}\`: \`filter kubernetes.namespace_name = "${namespace}"\``;
      const graphs = [
        { title: "Requests per minute", lines: both("RequestCount") },
        { title: "5xx per minute", lines: both("HTTPCode_Target_5XX_Count") },
        { title: "Latency of 95 %, seconds", lines: both("TargetResponseTime", "p95") },
        {
          // There is no other count of pods: no agent of Container Insights runs here (docs/facts.md#fargate-limits).
          title: "Pods at the load balancer",
          lines: [
            ...both("HealthyHostCount", "Maximum", "healthy"),
            ...both("UnHealthyHostCount", "Maximum", "unhealthy"),
          ],
        },
      ];
      return rowOf(row, `## ${name} in ${namespace}\n${logs}`, graphs, region);
    }),
  };
}

function linesOf(
  { loadBalancer, targetGroups }: WatchedApplication,
  metric: string,
  statistic: Metric["statistic"],
  what?: string,
): Line[] {
  return colors.map((color) => ({
    label: what === undefined ? color : `${color} ${what}`,
    metric: { metric, statistic, place: { loadBalancer, targetGroup: targetGroups[color] } },
    color: what === "unhealthy" ? faded[color] : shown[color],
  }));
}

const shown = { blue: "#1f77b4", green: "#2ca02c" };
const faded = { blue: "#aec7e8", green: "#98df8a" };

/** An application as its load balancer sees it. */
interface WatchedApplication {
  readonly name: string;
  readonly loadBalancer: Place["loadBalancer"];
  /** The ends of the ARNs of the two that take its traffic. */
  readonly targetGroups: Readonly<Record<Color, NonNullable<Place["targetGroup"]>>>;
}

/** One metric for each color, as `blue_ID` and `green_ID`. */
function ofBothColors(
  { loadBalancer, targetGroups }: WatchedApplication,
  id: string,
  metric: string,
  statistic: Metric["statistic"] = "Sum",
): Metric[] {
  return colors.map((color) => ({
    id: `${color}_${id}`,
    metric,
    statistic,
    place: { loadBalancer, targetGroup: targetGroups[color] },
  }));
}

/** Alarm rules of an application. Each rule is over both colors, so a release changes no alarm. */
export function applicationRules(
  application: WatchedApplication,
  { cluster, namespace }: { readonly cluster: string; readonly namespace: string },
): AlarmRule[] {
  const { name } = application;
  const logs = `logs: group ${podLogGroup(cluster)}, kubernetes.namespace_name = "${namespace}"`;
  const back = `If it came with a release: npx turnout rollback in that environment`;
  const requests = ofBothColors(application, "requests", "RequestCount");
  return [
    {
      kind: "5xx",
      description: `More than 1 % of what ${name} in ${namespace} answers is 5xx. ${back}. Else see its ${logs}.`,
      metrics: [...ofBothColors(application, "errors", "HTTPCode_Target_5XX_Count"), ...requests],
      expression: `IF(${sum("errors")} >= ${fewestErrors}, 100 * (${sum("errors")}) / (${sum("requests")}), 0)`,
      // As a canary is judged (settings/analysis.ts).
      bad: "above",
      threshold: 1,
      minutes: 3,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
    {
      kind: "latency",
      description:
        `One request in 20 to ${name} in ${namespace} takes longer than 2 s. ${back}. ` +
        `Else look at its CPU (kubectl top pods -n ${namespace}), at what it calls, and at its ${logs}.`,
      metrics: [...ofBothColors(application, "p95", "TargetResponseTime", "p95"), ...requests],
      expression: `IF(${sum("requests")} >= ${fewestRequests}, ${largest("p95")}, 0)`,
      bad: "above",
      threshold: 2,
      minutes: 5,
      ofMinutes: 5,
      missing: silenceIsGood,
    },
    {
      kind: "healthy-hosts",
      description:
        `No pod of ${name} in ${namespace} passes the load balancer's health check, of either color. ` +
        `kubectl get pods -n ${namespace}, then describe one: not started (image, Fargate), or not ready (its ${logs}). ` +
        `${back}.`,
      // The largest of what its nodes report: pods may all be in one zone, and the node of another then counts none.
      metrics: ofBothColors(application, "hosts", "HealthyHostCount", "Maximum"),
      // An idle color on standby counts as well: an active one that is dead beside it shows as 5xx.
      expression: largest("hosts"),
      bad: "below",
      threshold: 1,
      minutes: 3,
      ofMinutes: 3,
      // Nobody has counted a healthy pod: an application without requests is counted as well.
      missing: "breaching",
    },
  ];
}

const filled = (id: string) => colors.map((color) => `FILL(${color}_${id}, 0)`);
const sum = (id: string) => filled(id).join(" + ");
const largest = (id: string) => `MAX([${filled(id).join(", ")}])`;

import { Dashboard } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { colors } from "../../release/model";
import { podLogGroup } from "../platform/log-group";
import { dashboardName } from "./alarm-name";
import type { WatchedApplication } from "./application-rules";
import type { Metric } from "./metric";
import { rowOf, type Line } from "./widget";

export interface EnvironmentDashboardArgs {
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

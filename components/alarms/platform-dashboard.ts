import { Dashboard } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { dashboardName } from "./alarm-name";
import type { Metric, Place } from "./metric";
import { rowOf, type Line } from "./widget";

export interface PlatformDashboardArgs {
  readonly cluster: string;
  readonly region: string;
  readonly loadBalancers: readonly (Pick<Place, "loadBalancer"> & {
    /** Of its Gateway. */
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

/** A row for each load balancer: what comes, what goes wrong and whose fault it is, how long it takes, what is full. */
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
            line("502 broken off", "HTTPCode_ELB_502_Count"),
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

import type * as pulumi from "@pulumi/pulumi";

/** A load balancer, or one target group of it, as CloudWatch calls them: by the ends of their ARNs. */
export interface Place {
  /** `app/NAME/ID`. */
  readonly loadBalancer: pulumi.Input<string>;
  /** `targetgroup/NAME/ID`. */
  readonly targetGroup?: pulumi.Input<string> | undefined;
}

/** One of the numbers that a load balancer reports, each minute and no oftener. */
export interface Metric {
  /** What expressions call it: a small letter, then letters, digits and _. */
  readonly id: string;
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
  readonly metric: string;
  readonly statistic: "Sum" | "Maximum" | "p50" | "p95";
  readonly place: Place;
}

export const metricNamespace = "AWS/ApplicationELB";

/** In seconds: both what a load balancer reports in, and what alarms and graphs show. */
export const metricPeriod = 60;

export const dimensionsOf = ({ loadBalancer, targetGroup }: Place): Record<string, pulumi.Input<string>> => ({
  ...(targetGroup !== undefined && { TargetGroup: targetGroup }),
  LoadBalancer: loadBalancer,
});

import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { dimensionsOf, metricNamespace, metricPeriod, type Metric } from "./metric";

/** When somebody is to be told, and what they are to look at. */
export interface AlarmRule {
  /** Last part of its name. */
  readonly kind: string;
  /** For whoever is woken by it; at most 1,024 characters. */
  readonly description: string;
  /** At most 10, CloudWatch's limit; each costs as one alarm. */
  readonly metrics: readonly Metric[];
  /**
   * Metric math over the metrics' ids. A load balancer leaves out what is 0, hence `FILL`; it reports late at times,
   * and `FILL` can't tell, hence more than one bad minute in every rule where 0 is bad.
   */
  readonly expression: string;
  readonly bad: "above" | "below";
  readonly threshold: number;
  /** So many of the last `ofMinutes` must be bad. */
  readonly minutes: number;
  readonly ofMinutes: number;
  /** What a minute without a value of the expression counts as. */
  readonly missing: "breaching" | "notBreaching";
}

export interface AlarmArgs {
  readonly name: string;
  readonly rule: AlarmRule;
  /** ARN of the SNS topic that is told, also when it is over; without one the alarm is only seen. */
  readonly topic?: pulumi.Input<string> | undefined;
}

export class Alarm extends MetricAlarm {
  constructor(logicalName: string, { name, rule, topic }: AlarmArgs, options: pulumi.CustomResourceOptions) {
    const told = topic === undefined ? {} : { alarmActions: [topic], okActions: [topic] };
    super(
      logicalName,
      {
        name,
        alarmDescription: rule.description,
        metricQueries: [
          { id: "result", expression: rule.expression, label: rule.kind, returnData: true },
          ...rule.metrics.map(({ id, metric, statistic, place }) => ({
            id,
            metric: {
              namespace: metricNamespace,
              metricName: metric,
              dimensions: dimensionsOf(place),
              period: metricPeriod,
              stat: statistic,
            },
          })),
        ],
        comparisonOperator: rule.bad === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
        threshold: rule.threshold,
        datapointsToAlarm: rule.minutes,
        evaluationPeriods: rule.ofMinutes,
        treatMissingData: rule.missing,
        ...told,
      },
      options,
    );
  }
}

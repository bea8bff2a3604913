import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

/** A condition that raises an alarm, and a description of where to look. */
export interface AlarmRule {
  /** Last part of its name. */
  readonly kind: string;
  /** For whoever receives the alarm; at most 1,024 characters. */
  readonly description: string;
  /** At most 10, CloudWatch's limit; each costs as one alarm. */
  readonly metrics: readonly Metric[];
  /**
   * Metric math over the metrics' ids. A load balancer leaves out what is 0, hence `FILL`. Sometimes it reports late,
   * and `FILL` can't tell that from 0, hence more than one bad minute in every rule where 0 is bad.
   */
  readonly expression: string;
  readonly bad: "above" | "below";
  readonly threshold: number;
  /** So many of the last `ofMinutes` must be bad. */
  readonly minutes: number;
  readonly ofMinutes: number;
  /** Meaning of a minute without a value of the expression. */
  readonly missing: "breaching" | "notBreaching";
}

interface AlarmArgs {
  readonly name: string;
  readonly rule: AlarmRule;
  /** ARN of the SNS topic for the alarm and its end; without one it shows only in CloudWatch. */
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

/** A load balancer, or one target group of it, by the ends of their ARNs, as in CloudWatch. */
export interface Place {
  /** `app/NAME/ID`. */
  readonly loadBalancer: pulumi.Input<string>;
  /** `targetgroup/NAME/ID`. */
  readonly targetGroup?: pulumi.Input<string> | undefined;
}

/** One of the numbers that a load balancer reports once a minute. */
export interface Metric {
  /** Its id in expressions: a small letter, then letters, digits and _. */
  readonly id: string;
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
  readonly metric: string;
  readonly statistic: "Sum" | "Maximum" | "p50" | "p95";
  readonly place: Place;
}

const metricNamespace = "AWS/ApplicationELB";

/** In seconds: a load balancer reports once per period, and alarms and graphs use the same one. */
const metricPeriod = 60;

const dimensionsOf = ({ loadBalancer, targetGroup }: Place): Record<string, pulumi.Input<string>> => ({
  ...(targetGroup !== undefined && { TargetGroup: targetGroup }),
  LoadBalancer: loadBalancer,
});

/** A graph of a dashboard; `rowOf` places it. */
interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly label: string;
  readonly metric: Omit<Metric, "id">;
  /** As `#rrggbb`; CloudWatch's choice where it is missing. */
  readonly color?: string | undefined;
}

/** Columns of a dashboard. */
const width = 24;
const graphHeight = 6;
const headingHeight = 2;
const rowHeight = headingHeight + graphHeight;

/** Row `row` of a dashboard, counted from 0: a heading in Markdown, and graphs side by side under it. */
export function rowOf(row: number, heading: string, graphs: readonly Graph[], region: string) {
  const y = row * rowHeight;
  const each = Math.floor(width / graphs.length);
  return [
    { type: "text", x: 0, y, width, height: headingHeight, properties: { markdown: heading } },
    ...graphs.map(({ title, lines }, index) => ({
      type: "metric",
      ...{ x: index * each, y: y + headingHeight, width: each, height: graphHeight },
      properties: {
        title,
        region,
        view: "timeSeries",
        period: metricPeriod,
        // Else a line at 3 and one at 3.1 look as far apart as 0 and 100.
        yAxis: { left: { min: 0 } },
        metrics: lines.map(metricOf),
      },
    })),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function metricOf({ label, metric: { metric, statistic, place }, color }: Line) {
  const dimensions = Object.entries(dimensionsOf(place)).flat();
  return [
    metricNamespace,
    metric,
    ...dimensions,
    { stat: statistic, label, ...(color !== undefined && { color }) },
  ];
}

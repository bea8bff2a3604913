import { dimensionsOf, metricNamespace, metricPeriod, type Metric } from "./metric";

/** A graph of a dashboard; where it stands, `rowOf` says. */
export interface Graph {
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

/** A heading in Markdown and graphs side by side under it, as the row of that number, the first being 0. */
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

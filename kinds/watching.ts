import type { Value } from "../program/recording";
import { unnoticed, type Changed, type Impact, type Inputs, type Kind } from "./kind";
import { valueIn, documentIn, parts, word, words } from "./words";

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: "≥",
  GreaterThanThreshold: ">",
  LessThanOrEqualToThreshold: "≤",
  LessThanThreshold: "<",
};

/** Older logs are deleted at once; without a number they never expire. */
const shorterRetention = ({ before, after: days }: Changed): Impact =>
  typeof days === "number" && (typeof before !== "number" || days < before) ? "data" : "none";

/** Kinds of logs, metrics and alarms. */
export const watchingKinds: Readonly<Record<string, Kind>> = {
  "cloudwatch:Dashboard": {
    ...unnoticed,
    detail: ({ dashboardBody }) => {
      const { length } = parts(documentIn(dashboardBody)?.widgets);
      return length === 0 ? undefined : `${length} ${length === 1 ? "widget" : "widgets"}`;
    },
    price: { dashboard: 1 },
  },
  "cloudwatch:LogGroup": {
    loss: "data",
    changes: { retentionInDays: shorterRetention },
    detail: ({ name, retentionInDays }) =>
      words(
        ", ",
        word(name),
        retentionInDays === undefined
          ? "kept permanently"
          : `kept for ${word(retentionInDays) ?? "(unknown)"} days`,
      ),
  },
  "cloudwatch:MetricAlarm": {
    ...unnoticed,
    detail: (alarm) => {
      const queries = parts(alarm.metricQueries);
      const result = queries.find((query) => valueIn(query, "returnData") === true);
      const metric = word(valueIn(result, "label")) ?? word(alarm.metricName);
      const sign = signs[word(alarm.comparisonOperator) ?? ""];
      return words(", ", words(" ", metric, sign, word(alarm.threshold)), times(alarm, queries));
    },
    // An expression is over several metrics, each of which counts.
    price: ({ metricQueries }) => ({
      alarmMetric: Math.max(
        1,
        parts(metricQueries).filter((query) => valueIn(query, "metric") !== undefined).length,
      ),
    }),
  },
};

/** `3 of 5 minutes` */
function times(alarm: Inputs, queries: readonly Value[]): string | undefined {
  const { datapointsToAlarm, evaluationPeriods, period } = alarm;
  const seconds =
    period ?? queries.map((query) => valueIn(query, "metric", "period")).find((one) => one !== undefined);
  const unit = seconds === 60 ? "minutes" : "periods";
  return words(" ", word(datapointsToAlarm ?? evaluationPeriods), "of", word(evaluationPeriods), unit);
}

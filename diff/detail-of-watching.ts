import type { Detail } from "./detail";
import { documentIn } from "./documents";
import type { Value } from "./recording";
import { at, parts, word, words } from "./words";

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: "≥",
  GreaterThanThreshold: ">",
  LessThanOrEqualToThreshold: "≤",
  LessThanThreshold: "<",
};

/** Of what is measured and written down. */
export const watchDetails: Readonly<Record<string, Detail>> = {
  "cloudwatch:Dashboard": ({ dashboardBody }) => {
    const { length } = parts(documentIn(dashboardBody)?.widgets);
    return length === 0 ? undefined : `${length} ${length === 1 ? "widget" : "widgets"}`;
  },
  "cloudwatch:LogGroup": ({ name, retentionInDays }) =>
    words(
      ", ",
      word(name),
      retentionInDays === undefined
        ? "kept for ever"
        : `kept for ${word(retentionInDays) ?? "(unknown)"} days`,
    ),
  "cloudwatch:MetricAlarm": (alarm) => {
    const queries = parts(alarm.metricQueries);
    const result = queries.find((query) => at(query, "returnData") === true);
    const metric = word(at(result, "label")) ?? word(alarm.metricName);
    const sign = signs[word(alarm.comparisonOperator) ?? ""];
    return words(", ", words(" ", metric, sign, word(alarm.threshold)), times(alarm, queries));
  },
};

/** `3 of 5 minutes` */
function times(alarm: Parameters<Detail>[0], queries: readonly Value[]): string | undefined {
  const { datapointsToAlarm, evaluationPeriods, period } = alarm;
  const seconds =
    period ?? queries.map((query) => at(query, "metric", "period")).find((one) => one !== undefined);
  const unit = seconds === 60 ? "minutes" : "periods";
  return words(" ", word(datapointsToAlarm ?? evaluationPeriods), "of", word(evaluationPeriods), unit);
}

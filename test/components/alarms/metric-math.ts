import { runInNewContext } from "node:vm";

/**
 * One minute's value of a metric-math expression, by the numbers that were reported in it: `FILL`, `IF` and `MAX` as
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html has them; undefined where it has none, as
 * after a division by 0. Its operators are also JavaScript's. Throws for a metric that isn't in `metrics`.
 */
export function valueOf(
  expression: string,
  metrics: readonly { readonly id: string }[],
  reported: Readonly<Record<string, number>>,
): number | undefined {
  const ids = metrics.map(({ id }) => [id, reported[id] ?? NaN] as const);
  const functions = {
    FILL: (value: number, missing: number) => (Number.isNaN(value) ? missing : value),
    IF: (condition: boolean, yes: number, no: number) => (condition ? yes : no),
    MAX: (values: readonly number[]) => Math.max(...values),
  };
  const scope: Record<string, unknown> = { ...functions, ...Object.fromEntries(ids) };
  const value = runInNewContext(expression, scope) as number;
  return Number.isFinite(value) ? value : undefined;
}

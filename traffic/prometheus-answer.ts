import { z } from "zod";

/** One sentence for users, with the query in it. */
export class PrometheusError extends Error {}

/** A time in seconds and a number as text, for JSON has no NaN. */
const point = z.tuple([z.number(), z.string()]);

/** Prometheus' HTTP API, "Format overview" and "Expression query result formats". */
const envelope = z.discriminatedUnion("status", [
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
  z.object({
    status: z.literal("success"),
    data: z.discriminatedUnion("resultType", [
      z.object({ resultType: z.literal("scalar"), result: point }),
      // An element of a native histogram has `histogram` in the place of `value`.
      z.object({ resultType: z.literal("vector"), result: z.array(z.object({ value: point.optional() })) }),
      z.object({ resultType: z.enum(["matrix", "string"]), result: z.unknown() }),
    ]),
  }),
]);

/**
 * The one number in an answer to an instant query; undefined where no series fits.
 *
 * @param shown Prometheus' address, as a message may show it.
 * @throws PrometheusError where it is not one finite number.
 */
export function numberIn(
  answer: { readonly status: number; readonly text: string },
  shown: string,
  promql: string,
): number | undefined {
  const fail = (what: string): never => {
    throw new PrometheusError(`${what}: ${promql}`);
  };
  const parsed = envelope.safeParse(fromJson(answer.text)).data;
  if (parsed === undefined)
    return fail(`What answers at ${shown} is no Prometheus (status ${answer.status}, and not its JSON)`);
  if (parsed.status === "error")
    return fail(`Prometheus at ${shown} refuses a query (${parsed.errorType}: ${parsed.error})`);
  const { resultType, result } = parsed.data;
  if (resultType === "scalar") return finite(result[1], fail);
  if (resultType !== "vector")
    return fail(`A query must give one number, and this one gives a ${resultType}`);
  const [first, ...more] = result;
  if (more.length > 0)
    return fail(
      `A query must give one number, and this one gives ${result.length} series, so put sum(…) or max(…) around it`,
    );
  if (first === undefined) return undefined;
  if (first.value === undefined) return fail("A query must give one number, and this one gives a histogram");
  return finite(first.value[1], fail);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Prometheus writes NaN, +Inf and -Inf; a division by no requests gives the first. */
function finite(text: string, fail: (what: string) => never): number {
  const value = Number(text);
  return text !== "" && Number.isFinite(value)
    ? value
    : fail(`A query must give one number, and this one gives ${text}, as a division by zero does`);
}

import * as z from "zod";
import type { Measured } from "./analysis";

/** Where to ask, and the queries, each for one number; `$namespace`, `$service` and `$release` stand for ours. */
interface PrometheusSettings {
  /** With its path where it has one, such as `https://metrics.example.org/prometheus`. */
  readonly url: string;
  /** How many requests the release answered. */
  readonly samples: string;
  /** 0 to 100. */
  readonly errorPercent?: string | undefined;
  readonly p95Milliseconds?: string | undefined;
}

interface MeasuredNames {
  readonly namespace: string;
  readonly service: string;
  readonly release: string;
}

/** Asks for a release's numbers. Without samples it asks no further: a share of nothing is NaN. */
export async function measure(settings: PrometheusSettings, names: MeasuredNames): Promise<Measured> {
  const number = async (text: string) => {
    const filled = fillNames(text, names);
    return { filled, value: await query(settings.url, filled) };
  };
  const source = "Prometheus";
  const samples = Math.floor((await number(settings.samples)).value ?? 0); // increase() extrapolates: 411.7 requests
  if (samples < 1) return { samples: 0, source };
  const found: { errorPercent?: number; p95Milliseconds?: number } = {};
  for (const name of ["errorPercent", "p95Milliseconds"] as const) {
    const text = settings[name];
    if (text === undefined) continue;
    const { filled, value } = await number(text);
    if (value === undefined)
      throw new PrometheusError(
        `The query for ${name} found no series: ${filled}; where it counts what may never have happened, end it with "or vector(0)".`,
      );
    found[name] = value;
  }
  return { samples, ...found, source };
}

/** Names as parts of PromQL's strings between single or double quotes, where \u escapes mean the same. */
export function fillNames(text: string, names: MeasuredNames): string {
  return text.replace(/\$(namespace|service|release)\b/g, (_, name: keyof MeasuredNames) =>
    names[name].replace(
      /[\\"'`\p{Cc}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}

/** Prometheus itself gives up after two minutes; what a release waits for should be far quicker. */
const timeoutSeconds = 30;

/**
 * One number by PromQL, over the HTTP API's instant query.
 *
 * @param at the time that it is asked for, in milliseconds since 1970; now where not said.
 * @returns undefined where no series fits.
 * @throws PrometheusError
 */
export async function query(url: string, promql: string, at?: number): Promise<number | undefined> {
  const { endpoint, headers, shown } = endpointOf(url);
  endpoint.searchParams.set("query", promql);
  if (at !== undefined) endpoint.searchParams.set("time", String(at / 1000));
  let answer: { status: number; text: string };
  try {
    const response = await fetch(endpoint, { headers, signal: AbortSignal.timeout(timeoutSeconds * 1000) });
    answer = { status: response.status, text: await response.text() };
  } catch (error) {
    throw new PrometheusError(`Prometheus at ${shown} can't be asked (${reasonOf(error)}): ${promql}`);
  }
  return numberIn(answer, shown, promql);
}

/** A user and password in the address go into a header: fetch takes none in an address, and no message may show them. */
function endpointOf(address: string): { endpoint: URL; headers: Record<string, string>; shown: string } {
  if (!/^https?:/.test(address) || !URL.canParse(address))
    throw new PrometheusError(
      `${JSON.stringify(address)} is not where a Prometheus can be: an address is one such as "http://prometheus.monitoring:9090".`,
    );
  const base = new URL(address);
  const credentials = [base.username, base.password].map(decodeURIComponent).join(":");
  base.username = base.password = "";
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const headers: Record<string, string> =
    credentials === ":" ? {} : { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
  return { endpoint: new URL("api/v1/query", base), headers, shown: base.href };
}

/** The reason for fetch's "fetch failed", which is in its cause. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  if (name === "TimeoutError") return `no answer within ${timeoutSeconds} s`;
  if (cause === undefined) return message;
  return cause.message || (cause.code ?? cause.name); // `localhost`, tried at two addresses, has only a code
}

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
function numberIn(
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

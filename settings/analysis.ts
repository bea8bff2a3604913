import * as z from "zod";
import { beside, error, text, tree, whole, type Contradiction, type Unchecked } from "../problems/schema";
import { path } from "./pod";

const query = text(
  /\S/,
  "must be PromQL; write it as sum(increase(…[1m])), where $namespace, $service and $release stand for the release's own",
);
const urlRule = error(
  "must be an http or https URL without user, password, query and fragment; write it as http://prometheus.monitoring:9090",
);

/** The server's address: its API's path and the query are put behind it. fetch refuses URLs with a user. */
function isAddress(url: string): boolean {
  if (!/^https?:\/\/[^\s@?#]+$/.test(url)) return false;
  return URL.canParse(url);
}

/** Measurements of users' traffic, in addition to Turnout's own requests. */
const prometheusSchema = z
  .strictObject(
    {
      url: z.string(urlRule).superRefine((url, context) => {
        // The text before an @ may be a password.
        const input = url.includes("@") ? "[text]" : url;
        if (!isAddress(url)) context.addIssue({ code: "custom", input, message: urlRule.error });
      }),
      /** How many requests the release answered. */
      samples: query,
      /** 0 to 100: how many of 100 requests failed. */
      errorPercent: query.optional(),
      /** Milliseconds in which 95 of 100 requests were answered. */
      p95Milliseconds: query.optional(),
    },
    error(
      "must hold url, samples and a query to judge by; write it as { url: …, samples: …, errorPercent: … }",
    ),
  )
  .superRefine(...beside(nothingToJudge));

function nothingToJudge(prometheus: Unchecked): Contradiction[] {
  if (prometheus.errorPercent !== undefined || prometheus.p95Milliseconds !== undefined) return [];
  const rule = "must hold a query to judge by; add errorPercent, p95Milliseconds or both";
  return [{ path: [], value: prometheus, rule }];
}

const share = error("must be a number from 0 to 100; set how many of 100 requests may fail");
/** Requests a second, at most: Turnout measures a release, it is no load test. */
const fastest = 1000;

export const analysisSchema = z
  .strictObject(
    {
      /** Path of Turnout's own requests. */
      path: path.default("/"),
      requestsPerSecond: whole(1, fastest, "set how many requests a second Turnout sends").default(20),
      /** Fewer are a failure, not a pass. */
      minSamples: whole(1, 1_000_000, "set how many requests it takes to judge a release").default(50),
      maxErrorPercent: z.number(share).min(0, share).max(100, share).default(1),
      /** Unset: times are not judged. */
      maxP95Milliseconds: whole(
        1,
        600_000,
        "set in how many milliseconds 95 of 100 requests must be answered",
      ).optional(),
      prometheus: prometheusSchema.optional(),
    },
    error("must hold thresholds; write it as { maxErrorPercent: 1, maxP95Milliseconds: 500 }"),
  )
  .superRefine(...beside(unusedQuery));

/** How a release is measured while it is watched, and its limits. */
export type Analysis = z.output<typeof analysisSchema>;

function unusedQuery({ prometheus, maxP95Milliseconds }: Unchecked): Contradiction[] {
  const { p95Milliseconds } = tree(prometheus);
  if (p95Milliseconds === undefined || maxP95Milliseconds !== undefined) return [];
  const rule =
    "must be set together with analysis.maxP95Milliseconds, which says how slow is too slow; set that too or remove the query";
  return [{ path: ["prometheus", "p95Milliseconds"], value: p95Milliseconds, rule }];
}

/** A release that is watched for too short a time to be judged would always fail. */
export function sampleProblems({ analysis, bakeSeconds, canary }: Unchecked): Contradiction[] {
  const { minSamples, requestsPerSecond } = tree(analysis);
  const { pauseSeconds } = tree(canary);
  const times = [bakeSeconds, pauseSeconds].filter((one) => Number.isInteger(one) && Number(one) > 0);
  if (!Number.isInteger(minSamples) || !Number.isInteger(requestsPerSecond) || times.length === 0) return [];
  const seconds = Math.min(...times.map(Number));
  const [wanted, rate] = [Number(minSamples), Number(requestsPerSecond)];
  if (wanted <= rate * seconds) return [];
  const faster = Math.ceil(wanted / seconds);
  const orFaster = faster <= fastest ? `, or requestsPerSecond to ${faster}` : "";
  return [
    {
      path: ["analysis", "minSamples"],
      value: wanted,
      rule: `must be at most ${rate * seconds}, which is requestsPerSecond (${rate}) times the shortest time that it is watched for, of bakeSeconds and canary.pauseSeconds (${seconds} s); set it to that${orFaster}`,
    },
  ];
}

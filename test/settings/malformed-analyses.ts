import { applicationWith, secretText, settingsWith, web, type Malformed } from "./shop";

const at = "turnout:applications[0]";
const steps = [10, 50, 100];
const query =
  "must be PromQL; write it as sum(increase(…[1m])), where $namespace, $service and $release stand for the release's own.";
const url =
  "must be an http or https URL without user, password, query and fragment; write it as http://prometheus.monitoring:9090.";
const judge = "must hold a query to judge by; add errorPercent, p95Milliseconds or both.";
const tooFew = (most: number, rate: number, seconds: number) =>
  `must be at most ${most}, which is requestsPerSecond (${rate}) times the shortest time that it is watched for, of bakeSeconds and canary.pauseSeconds (${seconds} s); set it to that`;
const prometheus = { url: "http://prometheus:9090", samples: "a", errorPercent: "b" };
const prometheusWith = (values: object, analysis: object = {}) =>
  applicationWith({ analysis: { ...analysis, prometheus: { ...prometheus, ...values } } });

/** Errors in how a release is measured and judged. */
export const malformedAnalyses: readonly Malformed[] = [
  [
    "an analysis is true",
    applicationWith({ analysis: true }),
    [
      `${at}.analysis is true: must hold thresholds; write it as { maxErrorPercent: 1, maxP95Milliseconds: 500 }.`,
    ],
  ],
  [
    "all of an analysis is out of bounds",
    applicationWith({
      analysis: {
        path: "",
        requestsPerSecond: 1001,
        minSamples: 0,
        maxErrorPercent: 100.5,
        maxP95Milliseconds: 600_001,
      },
    }),
    [
      `${at}.analysis.path is "": must be a path that starts with /; write it as /healthz.`,
      `${at}.analysis.requestsPerSecond is 1001: must be a whole number from 1 to 1000; set how many requests a second Turnout sends.`,
      `${at}.analysis.minSamples is 0: must be a whole number from 1 to 1000000; set how many requests it takes to judge a release.`,
      `${at}.analysis.maxErrorPercent is 100.5: must be a number from 0 to 100; set how many of 100 requests may fail.`,
      `${at}.analysis.maxP95Milliseconds is 600001: must be a whole number from 1 to 600000; set in how many milliseconds 95 of 100 requests must be answered.`,
    ],
  ],
  [
    "errors are allowed in a unit",
    applicationWith({ analysis: { maxErrorPercent: "1%" } }),
    [
      `${at}.analysis.maxErrorPercent is "1%": must be a number from 0 to 100; set how many of 100 requests may fail.`,
    ],
  ],
  [
    "a bake is too short to judge by",
    applicationWith({ bakeSeconds: 2 }),
    [`${at}.analysis.minSamples is 50: ${tooFew(40, 20, 2)}, or requestsPerSecond to 25.`],
  ],
  [
    "a stack wants more samples than its canary's pause brings, whatever the longer bake does",
    settingsWith({
      applications: [{ ...web, canary: { steps }, bakeSeconds: 100 }],
      overrides: { web: { analysis: { minSamples: 601 } } },
    }),
    [`turnout:overrides.web.analysis.minSamples is 601: ${tooFew(600, 20, 30)}, or requestsPerSecond to 21.`],
  ],
  [
    "a bake is too short to judge by, whatever the longer pauses of the canary do",
    applicationWith({ bakeSeconds: 2, canary: { steps } }),
    [`${at}.analysis.minSamples is 50: ${tooFew(40, 20, 2)}, or requestsPerSecond to 25.`],
  ],
  [
    "no rate that is allowed brings the samples",
    applicationWith({ analysis: { minSamples: 10_001, requestsPerSecond: 1 }, bakeSeconds: 10 }),
    [`${at}.analysis.minSamples is 10001: ${tooFew(10, 1, 10)}.`],
  ],
  [
    "Prometheus is its URL",
    applicationWith({ analysis: { prometheus: "http://prometheus:9090" } }),
    [
      `${at}.analysis.prometheus is "http://prometheus:9090": must hold url, samples and a query to judge by; write it as { url: …, samples: …, errorPercent: … }.`,
    ],
  ],
  [
    "Prometheus is empty",
    applicationWith({ analysis: { prometheus: {} } }),
    [
      `${at}.analysis.prometheus.url is missing: ${url}`,
      `${at}.analysis.prometheus.samples is missing: ${query}`,
      `${at}.analysis.prometheus is {}: ${judge}`,
    ],
  ],
  [
    "Prometheus has no scheme",
    prometheusWith({ url: "prometheus:9090" }),
    [`${at}.analysis.prometheus.url is "prometheus:9090": ${url}`],
  ],
  [
    "Prometheus is a file",
    prometheusWith({ url: "file:///etc/passwd" }),
    [`${at}.analysis.prometheus.url is "file:///etc/passwd": ${url}`],
  ],
  [
    "Prometheus has a port that is none",
    prometheusWith({ url: "http://prometheus:99999" }),
    [`${at}.analysis.prometheus.url is "http://prometheus:99999": ${url}`],
  ],
  [
    "Prometheus has a password, which is not shown",
    prometheusWith({ url: `https://me:${secretText}@prometheus` }),
    [`${at}.analysis.prometheus.url is "[text]": ${url}`],
  ],
  [
    "Prometheus counts by nothing",
    prometheusWith({ samples: " " }),
    [`${at}.analysis.prometheus.samples is " ": ${query}`],
  ],
  [
    "Prometheus only counts",
    prometheusWith({ errorPercent: undefined }),
    [`${at}.analysis.prometheus is an object: ${judge}`],
  ],
  [
    "Prometheus measures times that nothing limits",
    prometheusWith({ p95Milliseconds: "c" }),
    [
      `${at}.analysis.prometheus.p95Milliseconds is "c": must be set together with analysis.maxP95Milliseconds, which says how slow is too slow; set that too or remove the query.`,
    ],
  ],
];

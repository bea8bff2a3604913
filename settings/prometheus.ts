import { z } from "zod";
import { beside, error, text, type Contradiction, type Unchecked } from "../problems/schema";

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

/** Measures of the traffic that users make, beside Turnout's own requests. */
export const prometheusSchema = z
  .strictObject(
    {
      url: z.string(urlRule).superRefine((url, context) => {
        // What stands before an @ may be a password.
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

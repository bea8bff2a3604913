import * as z from "zod";
import { error, text, tree, whole, type Contradiction, type Unchecked } from "../problems/schema";

/** The path of a URL, on the application's own host: what follows // or /\ would be another host (URL Standard, §4.4). */
export const path = text(/^\/\S*$/, "must be a path that starts with /; write it as /healthz").refine(
  (value) => !/^\/[/\\]/.test(value),
  error("must be a path and not start with // or /\\, which lead to another host; write it as /healthz"),
);

/** A command, word by word: no shell splits it. */
export const words = (example: string) =>
  z.array(
    z.string(error("must be text; put quotes around it")),
    error(`must be a list of words; write it as ${example}`),
  );

/** Variables of a container: names and texts. */
export const variables = (example: string, fix = `put quotes around it, as in ${example}`) =>
  z
    .record(
      text(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        "must be a name of letters, digits and _ that does not start with a digit; rename the variable",
      ),
      z.string(error(`must be text; ${fix}`)),
      error(`must map names to text; write it as ${example}`),
    )
    .default({});

/** Git's history, Turnout's own state with its passphrase, and packages. */
const closed = /(^|\/)(\.git|\.turnout|node_modules)(\/|$)/i;

/**
 * An image's build context, relative to the project; `..` leads to other folders of the same repository. It is checked
 * again where it is read (program/content-tag.ts), for a link may lead anywhere.
 */
export const build = text(
  /^(?!\/)[\w./-]+$/,
  "must be a folder of this repository, relative to the project; write it as app",
)
  // These could be left out of the tag, but not out of a `docker build` that somebody runs.
  .refine(
    (folder) => !/^(\.{1,2}\/*)+$/.test(folder),
    error(
      "must not be the whole project, which holds .git, .turnout with its passphrase, and node_modules; put the application into a folder of its own",
    ),
  )
  .refine(
    (folder) => !closed.test(folder),
    error(
      "must not be in .git, .turnout or node_modules, which are not the application's; put the application into a folder of its own",
    ),
  );

/** Requests and limits alike. 256 MiB plus its own just fit Fargate's smallest size (docs/facts.md#fargate-sizes). */
export const resourcesSchema = z.strictObject(
  {
    // YAML reads a bare 1 and 0.5 as numbers.
    cpu: z
      .preprocess(
        (value) => (typeof value === "number" ? String(value) : value),
        text(
          /^(?=.*[1-9])(\d{1,7}m|\d{1,4}(\.\d{1,3})?)$/,
          "must be a number of CPUs or of thousandths of one, above 0; write it as 1, 0.5 or 500m",
        ),
      )
      .default("250m"),
    memory: text(
      /^(?=.*[1-9])\d{1,7}(\.\d{1,3})?(Mi|Gi)$/,
      "must be an amount of memory in Mi or Gi, above 0; write it as 256Mi or 1.5Gi",
    ).default("256Mi"),
  },
  error("must hold cpu and memory; write it as { cpu: 250m, memory: 256Mi }"),
);

const probe = (defaultPeriod: number) =>
  z.strictObject(
    {
      path,
      periodSeconds: whole(1, 300, "give the seconds between two checks").default(defaultPeriod),
      failureThreshold: whole(1, 100, "give how many checks must fail in a row").default(3),
      timeoutSeconds: whole(1, 60, "give the seconds to wait for one answer").default(2),
    },
    error("must be a probe; write it as { path: /healthz }"),
  );

/** Health checks of a container. */
export const probesSchema = z.strictObject(
  {
    readiness: probe(2),
    liveness: probe(10),
    /** How long a container may take to start; the liveness probe begins after that. */
    startupSeconds: whole(1, 900, "set how long a container may take to start").default(120),
  },
  error(
    "must hold readiness and liveness; write it as { readiness: { path: /readyz }, liveness: { path: /healthz } }",
  ),
);

/** A HorizontalPodAutoscaler keeps the active color between `replicas` and `maxReplicas`. */
export const autoscalingSchema = z.strictObject(
  {
    maxReplicas: whole(1, 1000, "set how many pods the active color may have at most"),
    /** Of the CPU that the pods request, on average. */
    cpuPercent: whole(1, 100, "set at which use of its CPU the active color gets more pods").default(70),
  },
  error("must hold maxReplicas; write it as { maxReplicas: 10 }"),
);

export type Autoscaling = z.output<typeof autoscalingSchema>;

export function autoscalingProblems({ autoscaling, replicas }: Unchecked): Contradiction[] {
  const { maxReplicas } = tree(autoscaling);
  if (!Number.isInteger(maxReplicas) || !Number.isInteger(replicas)) return [];
  const [most, least] = [Number(maxReplicas), Number(replicas)];
  if (most >= least) return [];
  return [
    {
      path: ["autoscaling", "maxReplicas"],
      value: most,
      rule: `must be at least replicas (${least}), which are what it starts from; set it to ${least} or more`,
    },
  ];
}

import { z } from "zod";
import { contradictions } from "./contradictions";
import type { Rule } from "./rule";

const error = (rule: Rule) => ({ error: rule });

const whole = (least: number, most: number, fix: string) => {
  const rule = error(`must be a whole number from ${least} to ${most}; ${fix}`);
  return z.int(rule).min(least, rule).max(most, rule);
};

const text = (pattern: RegExp, rule: Rule) => z.string(error(rule)).regex(pattern, error(rule));

const textMap = (example: string) =>
  z
    .record(
      text(
        /^[A-Za-z_][A-Za-z0-9_]*$/,
        "must be a name of letters, digits and _ that does not start with a digit; rename the variable",
      ),
      z.string(error(`must be text; put quotes around it, as in ${example}`)),
      error(`must map names to text; write it as ${example}`),
    )
    .default({});

const path = text(/^\/\S*$/, "must be a path that starts with /; write it as /healthz");

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

/** The largest numbers below are guards against typing errors, not limits of Kubernetes. */
export const applicationSchema = z
  .strictObject(
    {
      name: text(
        /^(?!.*--)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
        "must be 1 to 40 of a-z, 0-9 and single -, starting with a letter (it names Services, RFC 1035); rename the application",
      ),
      image: z.string(error("must be an image; write it as registry/name:tag or registry/name@sha256:…")),
      /** Build context, relative to the project: the image's tag is then the hash of its content. */
      build: text(
        /^(?!\/)(?!.*\.\.)[\w./-]+$/,
        "must be a folder inside this project; write it as app",
      ).optional(),
      command: z
        .array(
          z.string(error("must be text; put quotes around it")),
          error("must be a list of words; write it as [gunicorn, wsgi:app]"),
        )
        .optional(),
      port: whole(1, 65535, "set the port that the container listens on"),
      /** Pods of the active color. */
      replicas: whole(1, 100, "set how many pods take the traffic").default(1),
      /** Pods of the idle color once a release has settled; 0 costs nothing, as many as `replicas` makes a rollback instant. */
      standbyReplicas: whole(0, 100, "set how many pods the idle color keeps").default(0),
      probes: z.strictObject(
        {
          readiness: probe(2),
          liveness: probe(10),
          /** How long a container may take to start before it is restarted. */
          startupSeconds: whole(1, 900, "set how long a container may take to start").default(120),
        },
        error(
          "must hold readiness and liveness; write it as { readiness: { path: /readyz }, liveness: { path: /healthz } }",
        ),
      ),
      /** Requests and limits alike. 256 MiB and what Fargate adds for itself just fit its smallest size (eks-fargate.md §c). */
      resources: z
        .strictObject(
          {
            cpu: text(/^([1-9]\d*m|[1-9]\d*)$/, "must be a CPU quantity; write it as 250m or 1").default(
              "250m",
            ),
            memory: text(/^[1-9]\d*(Mi|Gi)$/, "must be a memory quantity; write it as 256Mi or 1Gi").default(
              "256Mi",
            ),
          },
          error("must hold cpu and memory; write it as { cpu: 250m, memory: 256Mi }"),
        )
        .prefault({}),
      /** Numeric user of the container; root is refused (Pod Security `restricted`). */
      user: whole(1, 2147483647, "give a user that is not root").default(10001),
      env: textMap('{ LOG_LEVEL: "debug" }'),
      secrets: textMap("{ API_KEY: { secure: … } }, made by `pulumi config set --secret --path`"),
      /** Seconds in which the pods of a color must be Ready, or its release has failed. Fargate takes 30 to 90 to start one. */
      readyTimeoutSeconds: whole(5, 3600, "set in how many seconds a release must be Ready").default(600),
      shutdown: z
        .strictObject(
          {
            /** Answers go on after a pod is told to end, until every load balancer has heard of it (15 to 30 s on an ALB). */
            preStopSeconds: whole(
              0,
              300,
              "set how long a pod goes on serving after it was told to end",
            ).default(15),
            /** From being told to end until being killed; the clock starts before preStop. */
            graceSeconds: whole(1, 900, "set how long a pod may take to end").default(60),
          },
          error(
            "must hold preStopSeconds and graceSeconds; write it as { preStopSeconds: 15, graceSeconds: 60 }",
          ),
        )
        .prefault({}),
    },
    error(
      "must be an application; write it as { name: web, image: registry/name:tag, port: 8080, probes: … }",
    ),
  )
  .superRefine(
    (application, context) => {
      for (const { path, value, rule } of contradictions(application))
        context.addIssue({ code: "custom", path: [...path], input: value, message: rule });
    },
    // Also where another check failed: all problems are told at once.
    { when: () => true },
  );

/** One application of an environment, every default filled in. */
export type Application = z.output<typeof applicationSchema>;

import * as z from "zod";
import { beside, error, text, tree, whole, type Contradiction, type Unchecked } from "../problems/schema";
import {
  autoscalingProblems,
  autoscalingSchema,
  build,
  probesSchema,
  resourcesSchema,
  variables,
  words,
} from "./pod";
import { analysisSchema, sampleProblems } from "./analysis";
import { imageProblems } from "./image";
import { canarySchema, smokeSchema, weightProblems } from "./rollout";
import { shutdownSchema, type Shutdown } from "./shutdown";

/** The largest numbers below are guards against typing errors, not limits of Kubernetes. */
export const applicationSchema = z
  .strictObject(
    {
      name: text(
        /^(?!.*--)[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/,
        "must be 1 to 40 of a-z, 0-9 and single -, starting with a letter (it names Services, RFC 1035); rename the application",
      ).refine(
        (name) => name !== "preview",
        error(
          "must not be preview, which is the hostname of a release that waits to be promoted; rename the application",
        ),
      ),
      image: z.string(error("must be an image; write it as registry/name:tag or registry/name@sha256:…")),
      /** Build context: the image's tag is then the hash of its content. */
      build: build.optional(),
      command: words("[gunicorn, wsgi:app]").optional(),
      port: whole(1, 65535, "set the port that the container listens on"),
      /** Pods of the active color. While an only one is evicted, nothing may answer (docs/settings.md#one-pod). */
      replicas: whole(1, 100, "set how many pods take the traffic").default(1),
      /** Pods of the idle color once a release has settled; 0 costs nothing, as many as `replicas` makes a rollback instant. */
      standbyReplicas: whole(0, 100, "set how many pods the idle color keeps").default(0),
      autoscaling: autoscalingSchema.optional(),
      probes: probesSchema,
      resources: resourcesSchema.prefault({}),
      /** Numeric user of the container; root is refused (Pod Security `restricted`). */
      user: whole(1, 2147483647, "give a user that is not root").default(10001),
      env: variables('{ LOG_LEVEL: "debug" }'),
      secrets: variables("{ API_KEY: { secure: … } }, made by `pulumi config set --secret --path`"),
      /** Seconds in which the pods of a color must be Ready, or its release has failed. Fargate takes 30 to 90 to start one. */
      readyTimeoutSeconds: whole(5, 3600, "set in how many seconds a release must be Ready").default(600),
      /** Seconds for which a pod may report what no waiting mends (an image that isn't there) before its release has failed. A kubelet's second try comes after 10 to 15, an autoscaler's word as well. */
      failFastSeconds: whole(
        1,
        3600,
        "set for how many seconds a pod may report what no waiting mends",
      ).default(20),
      shutdown: shutdownSchema.prefault({}),
      /** Response header in which the application names its release: with it, requests show that the traffic moved. */
      releaseHeader: text(
        /^[\w!#$%&'*+.^`|~-]+$/,
        "must be the name of an HTTP header (RFC 9110); write it as X-Release",
      ).optional(),
      smoke: smokeSchema.optional(),
      /** False: a release comes up on the idle color and waits for `turnout promote`. */
      autoPromote: z
        .boolean(error("must be true or false; set false to let a release wait for `turnout promote`"))
        .default(true),
      canary: canarySchema.optional(),
      /** Share of the traffic, per cent, of a release that is not promoted yet: a canary moved by hand. */
      weight: whole(0, 100, "set the share of the traffic in per cent").optional(),
      /** How long `turnout release` watches a release before it settles. */
      bakeSeconds: whole(0, 86400, "set how long a release is watched before it settles").default(0),
      analysis: analysisSchema.prefault({}),
    },
    error(
      "must be an application; write it as { name: web, image: registry/name:tag, port: 8080, probes: … }",
    ),
  )
  .superRefine(...beside(contradictions));

/** As the settings say it; its shutdown also depends on the gateway. */
type DeclaredApplication = z.output<typeof applicationSchema>;

/** One application of an environment, every default filled in. */
export type Application = Omit<DeclaredApplication, "shutdown"> & { readonly shutdown: Shutdown };

/** Whether nothing answers while its only pod is replaced. */
export const isAlone = ({ replicas, autoscaling }: Pick<Application, "replicas" | "autoscaling">): boolean =>
  replicas === 1 && autoscaling === undefined;

export type { Analysis } from "./analysis";
export type { Autoscaling } from "./pod";
export type { Canary, Smoke } from "./rollout";

/** Variables that every pod gets, so that an application's own shutdown fits its settings; not for users to set. */
export const givenVariables = [
  "GRACEFUL_TIMEOUT_SECONDS",
  "KEEP_ALIVE_SECONDS",
  "PORT",
  "PRE_STOP_SECONDS",
  "RELEASE",
  "TERMINATION_GRACE_SECONDS",
] as const;

/** Contradictions within one application; total, because an application may be wrong otherwise too. */
function contradictions(application: Unchecked): Contradiction[] {
  const { image, build, env, secrets } = application;
  return [
    ...imageProblems(image, build),
    ...autoscalingProblems(application),
    ...variableProblems(tree(env), tree(secrets)),
    ...weightProblems(application),
    ...sampleProblems(application),
  ];
}

/** Names that are Turnout's own, and names that are in `env` and in `secrets`. */
export function variableProblems(env: Unchecked, secrets: Unchecked): Contradiction[] {
  const reserved = givenVariables.flatMap((name) =>
    Object.entries({ env, secrets })
      .filter(([, variables]) => Object.hasOwn(variables, name))
      .map(([where, variables]): Contradiction => ({
        path: [where, name],
        value: variables[name],
        rule: `must not be set, Turnout gives ${name} to every pod; rename the variable`,
      })),
  );
  const twice = Object.keys(secrets)
    .filter((name) => Object.hasOwn(env, name))
    .map((name): Contradiction => ({
      path: ["env", name],
      value: "[secret]", // it may well be the same text
      rule: "must not be in env and in secrets; remove one of the two",
    }));
  return [...reserved, ...twice];
}

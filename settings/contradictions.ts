import { sampleProblems } from "./analysis";
import { autoscalingProblems } from "./autoscaling";
import { weightProblems } from "./canary";
import { tree, type Contradiction, type Unchecked } from "../problems/schema";

/**
 * An image that always means the same bytes. A tag that moves (`latest`, or none) would change what runs
 * without being a release. With `build` the tag is the content's own, so none is written.
 */
const tagged = /^[\w.:/-]+?(:(?!latest$)[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/;
const untagged = /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9._/-]+$/;

/** What every pod is told, so that an application's own shutdown fits its settings; not for users to set. */
export const givenVariables = [
  "GRACEFUL_TIMEOUT_SECONDS",
  "KEEP_ALIVE_SECONDS",
  "PORT",
  "PRE_STOP_SECONDS",
  "RELEASE",
  "TERMINATION_GRACE_SECONDS",
] as const;

/** What in one application doesn't go together; total, because it is also asked of applications that are wrong otherwise. */
export function contradictions(application: Unchecked): Contradiction[] {
  const { image, build, env, secrets } = application;
  return [
    ...imageProblems(image, build),
    ...autoscalingProblems(application),
    ...variableProblems(tree(env), tree(secrets)),
    ...weightProblems(application),
    ...sampleProblems(application),
  ];
}

function imageProblems(image: unknown, build: unknown): Contradiction[] {
  if (typeof image !== "string") return [];
  if (build === undefined && !tagged.test(image))
    return [
      {
        path: ["image"],
        value: image,
        rule: "must name one image for ever, by a digest or a tag other than latest; write it as registry/name:1.4.2 or registry/name@sha256:…",
      },
    ];
  if (build !== undefined && !untagged.test(image))
    return [
      {
        path: ["image"],
        value: image,
        rule: "must have no tag beside `build`, which gives it the tag of its content; write it as registry/name",
      },
    ];
  return [];
}

function variableProblems(env: Unchecked, secrets: Unchecked): Contradiction[] {
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

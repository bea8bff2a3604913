import * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { BranchMap } from "../naming/branch-map";
import { patternAround } from "../naming/reserved";
import { isConfigSecret } from "../internals/config-secret";
import { sentence, withoutStack, type Path, type Problem } from "../problems/problem";
import { parseWithSecrets } from "./secrets";
import type { Settings } from "./settings";
import { merge } from "./overrides";
import { configNamespace, ownConfig, projectFileIn, readText } from "./project-file";
import { mergedFiles, securePaths, stackFileOf, workspaceOf } from "./stack-files";
import { setting } from "./checked";

/**
 * The settings of the stack that this program runs for, checked by themselves, beside the map of branches, and for
 * secrets in the wrong place.
 *
 * @param root folder of Pulumi.yaml.
 * @param own settings of the program itself, each instead of the stack's.
 * @throws InputPropertiesError with every problem they have.
 */
export function readSettings(root: string, branches: BranchMap, own: object = {}): Settings {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  const raw = onProjectGateway(root, { ...stackConfig(), ...own });
  const parsed = parseWithSecrets(raw, {
    paths: secretPaths(root, project, stack),
    keys: Object.keys(raw).filter((key) => isConfigSecret(`${configNamespace}:${key}`)),
  });
  const problems = "problems" in parsed ? parsed.problems : gatewayProblems(parsed.settings, branches);
  if ("problems" in parsed || problems.length > 0) throw settingsError(stack, problems);
  return parsed.settings;
}

/**
 * Our part of the stack's configuration, as the program was given it. Secrets come in plain text:
 * a release is named after what its pods get, so their change must be seen before any resource is declared.
 */
export function stackConfig(): Record<string, unknown> {
  return ownConfig(pulumi.runtime.allConfig());
}

/**
 * The settings with their `gateway` laid over the project's, as offline: the engine hands over a stack's value alone,
 * and `{ own: true }` would lose the names of the shared Gateways.
 *
 * @param root folder of Pulumi.yaml; where there is none, the settings are what they were.
 */
function onProjectGateway(
  root: string,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (settings.gateway === undefined || !existsSync(join(root, "Pulumi.yaml"))) return settings;
  const { gateway } = ownConfig(mergedFiles(projectFileIn(root), undefined).values);
  return { ...settings, gateway: merge(gateway, settings.gateway) };
}

/**
 * Where the shared Gateways would be in the namespace of an environment, beside the map of branches: on AWS whoever
 * deploys any branch is an administrator of all that the map's pattern matches.
 */
export function gatewayProblems(settings: Settings, map: BranchMap): Problem[] {
  if (settings.role === "state") return [];
  const { namespace } = settings.gateway;
  const pattern = patternAround(namespace, map);
  if (pattern === undefined) return [];
  return [
    {
      path: setting(["gateway", "namespace"]),
      value: namespace,
      rule: `must be apart from the environments' namespaces, which are ${pattern} by branches.ts, or a branch could change the Gateway of all; rename it, or those in branches.ts`,
    },
  ];
}

/**
 * Paths of the settings at which a stack's file has secrets. The engine tells the program only which whole key
 * has one in it.
 *
 * @returns none where the configuration comes from elsewhere (`--config-file`).
 */
export function secretPaths(root: string, project: string, stack: string): Path[] {
  const file = stackFileOf(root, stack, workspaceOf(root));
  return file === undefined ? [] : securePaths(readText(file), project, basename(file));
}

/** All problems of the settings as one error of Pulumi's, without a stack: the user's file is wrong, not the code. */
export function settingsError(stack: string, problems: readonly Problem[]): pulumi.InputPropertiesError {
  const count = problems.length === 1 ? "1 setting is" : `${problems.length} settings are`;
  return withoutStack(
    new pulumi.InputPropertiesError({
      message: [
        `${count} wrong in stack ${stack}; nothing was changed:`,
        ...problems.map((problem) => `  ${sentence(problem)}`),
      ].join("\n"),
      errors: problems.map((problem) => ({ propertyPath: problem.path, reason: sentence(problem) })),
    }),
  );
}

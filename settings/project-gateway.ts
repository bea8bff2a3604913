import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { merge } from "./merge";
import { ownConfig } from "./own-config";
import { mergeStackFiles } from "./stack-files";

/**
 * The settings with their `gateway` laid over the project's, as offline: the engine hands over a stack's value alone,
 * and `{ own: true }` would lose the names of the shared Gateways.
 *
 * @param root folder of Pulumi.yaml; where there is none, the settings are what they were.
 */
export function onProjectGateway(
  root: string,
  project: string,
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const file = join(root, "Pulumi.yaml");
  if (settings.gateway === undefined || !existsSync(file)) return settings;
  const gateway = gatewayIn(readFileSync(file, "utf8"), project);
  return { ...settings, gateway: merge(gateway, settings.gateway) };
}

/** The last text read, with what was in it: a process that evaluates 200 stacks reads the same one for each. */
let last: { readonly text: string; readonly project: string; readonly gateway: unknown } | undefined;

function gatewayIn(text: string, project: string): unknown {
  if (last?.text !== text || last.project !== project)
    last = { text, project, gateway: ownConfig(project, mergeStackFiles(text, undefined).values).gateway };
  return last.gateway;
}

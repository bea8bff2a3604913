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
  const { gateway } = ownConfig(project, mergeStackFiles(readFileSync(file, "utf8"), undefined).values);
  return { ...settings, gateway: merge(gateway, settings.gateway) };
}

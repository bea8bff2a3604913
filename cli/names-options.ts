import type { NamesOptions } from "../naming/names";
import { settingsOfStack } from "../settings/stack-settings";

/**
 * What a stack's settings add to its names: domain and applications. Settings that are wrong add nothing;
 * whatever uses them will say what is wrong.
 */
export function namesOptions(root: string, stack: string): NamesOptions {
  const parsed = settingsOfStack(root, stack);
  if ("problems" in parsed || parsed.settings.role !== "environment") return {};
  const { domain, applications } = parsed.settings;
  return { domain, applications: applications.map(({ name }) => name) };
}

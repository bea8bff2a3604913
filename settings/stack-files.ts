import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A stack's configuration as the engine would hand it to the program. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

interface ProjectFile {
  readonly name?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The configuration that a folder's files give a stack. */
export function readStackFiles(folder: string, stack: string): StackConfig {
  const own = join(folder, `Pulumi.${stack}.yaml`);
  return mergeStackFiles(
    readFileSync(join(folder, "Pulumi.yaml"), "utf8"),
    existsSync(own) ? readFileSync(own, "utf8") : undefined,
  );
}

/**
 * Puts the project's defaults and the stack's own values together, as the Pulumi CLI does. A secret stays
 * encrypted: its text in the file stands for its value, so a secret that changes shows as changed and no
 * passphrase is needed.
 *
 * @param projectYaml text of Pulumi.yaml
 * @param stackYaml text of Pulumi.<stack>.yaml; a stack needs none
 * @throws Error when a file isn't YAML.
 */
export function mergeStackFiles(projectYaml: string, stackYaml: string | undefined): StackConfig {
  const project = (parse(projectYaml) ?? {}) as ProjectFile;
  const own = ((stackYaml === undefined ? undefined : parse(stackYaml)) ?? {}) as {
    config?: Record<string, unknown>;
  };
  const values: Record<string, unknown> = {};
  for (const [key, declaration] of Object.entries(project.config ?? {})) {
    const value = defaultOf(declaration);
    if (value !== undefined) values[key.includes(":") ? key : `${project.name ?? ""}:${key}`] = value;
  }
  Object.assign(values, own.config);
  return {
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, asText(unwrapped(value))])),
    secretKeys: Object.entries(values)
      .filter(([, value]) => holdsSecret(value))
      .map(([key]) => key)
      .sort(),
  };
}

/** A declaration holds a type and a default, or a fixed value; anything else is a default itself. */
function defaultOf(declaration: unknown): unknown {
  if (typeof declaration !== "object" || declaration === null || Array.isArray(declaration))
    return declaration;
  const { default: preset, value } = declaration as { default?: unknown; value?: unknown };
  return value ?? preset;
}

const isSecure = (value: unknown): value is { secure: string } =>
  typeof value === "object" && value !== null && Object.keys(value).join() === "secure";

function unwrapped(value: unknown): unknown {
  if (isSecure(value)) return value.secure;
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unwrapped(part)]));
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecure(value) || Object.values(value).some(holdsSecret);
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

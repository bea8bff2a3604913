import { sentence, type Path, type Rule, isObject } from "../problems/problem";
import { readMapping, wrong } from "./project-file";

/** Pulumi's own, `ProjectStack` in its sdk/go/common/workspace/project.go; it ignores any other silently. */
const known = ["config", "environment", "secretsprovider", "encryptedkey", "encryptionsalt"];

/** Name of a stack's file where the stack isn't known. */
const anyStack = "Pulumi.<stack>.yaml";

/**
 * The configuration in a stack's file under its full names, as Pulumi makes them: a name without a namespace is the
 * project's (its sdk/go/common/workspace/loaders.go, `stackConfigNamespacedWithProject`).
 *
 * @param file the file's name, for people.
 * @throws Error in one sentence for what is not YAML, or what Pulumi would ignore.
 */
export function readStackFile(
  text: string,
  project: string,
  file = anyStack,
): Readonly<Record<string, unknown>> {
  const content = readMapping(text, file);
  for (const [key, value] of Object.entries(content))
    if (!known.includes(key))
      refuse(file, key, value, `must be one of ${known.join(", ")}; put settings under config`);
  const { config } = content;
  if (config === undefined || config === null) return {};
  if (!isObject(config))
    return refuse(
      file,
      "config",
      config,
      `must map names to values; write it as { ${project}:domain: example.com }`,
    );
  const entries = Object.entries(config).map(([key, value]): [string, unknown] => [
    fullName(key, project),
    value,
  ]);
  for (const [index, [key, value]] of entries.entries())
    if (entries.findIndex(([other]) => other === key) < index)
      refuse(
        file,
        `config.${key}`,
        value,
        "must be there once, also under its short name; remove one of the two",
      );
  return Object.fromEntries(entries);
}

/** Pulumi also takes `NAMESPACE:config:NAME`, as it was once written (`ParseKey` in its sdk/go/common/resource/config). */
const fullName = (key: string, project: string) =>
  key.includes(":") ? key.replace(/^([^:]*):config:/, "$1:") : `${project}:${key}`;

/** Where the text of a stack's file has secrets, as paths of the settings under a project's name. */
export function securePaths(text: string, project: string, file = anyStack): Path[] {
  const prefix = `${project}:`;
  return Object.entries(readStackFile(text, project, file))
    .filter(([key]) => key.startsWith(prefix))
    .flatMap(([key, value]) => secureIn(value, [key.slice(prefix.length)]));
}

export function secureIn(value: unknown, path: Path): Path[] {
  if (isSecure(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((part, index) => secureIn(part, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => secureIn(part, [...path, key]));
}

/** A secret as it is in a file: encrypted. */
export const isSecure = (value: unknown): value is { secure: string } =>
  isObject(value) && Object.keys(value).join() === "secure";

function refuse(file: string, path: string, value: unknown, rule: Rule): never {
  // Its text may be a secret in the wrong place.
  throw wrong(
    sentence({ path: `${file}: ${path}`, value: typeof value === "string" ? "[text]" : value, rule }),
  );
}

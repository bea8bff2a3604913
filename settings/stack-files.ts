import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { isObject, type Path, type Rule, sentence, written } from "../problems/problem";
import { merge } from "./overrides";
import {
  configNamespace,
  isOurs,
  type ProjectFile,
  projectFileIn,
  readProjectFile,
  readText,
} from "./project-file";
import { readMapping, wrong } from "./yaml";

/** A stack's configuration as the engine would hand it to the program. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Where in the values they are, each path from its key on. */
  readonly secretPaths?: readonly Path[];
}

/** Folder of a checkout in which the backend inside it has Pulumi work (cli/backend.ts). */
export const workspaceOf = (root: string): string => join(root, ".turnout", "workspace");

/**
 * The file of a stack's own settings: the tracked one beside Pulumi.yaml, which is copied into the workspace before Pulumi
 * runs there, else the one that exists only there, such as that of a laptop's stack.
 *
 * @param workspace undefined where Pulumi doesn't use one: a file left there by an earlier run is then ignored.
 * @returns undefined for a stack that has none, as most have.
 */
export const stackFileOf = (folder: string, stack: string, workspace?: string): string | undefined =>
  [folder, workspace]
    .flatMap((place) => (place === undefined ? [] : [join(place, `Pulumi.${stack}.yaml`)]))
    .find((file) => isThere(file));

/** Also of a link that leads nowhere: its settings must not be taken for none. */
function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * The configuration that a folder's files give a stack.
 *
 * @param workspace as for `stackFileOf`.
 * @throws Error in one sentence where a file is missing or wrong.
 */
export function readStackFiles(folder: string, stack: string, workspace?: string): StackConfig {
  const content = projectFileIn(folder);
  const own = stackFileOf(folder, stack, workspace);
  return mergedFiles(content, own && readText(own), own && basename(own));
}

/**
 * Puts the project's defaults and the stack's own values together, as the Pulumi CLI does. A secret stays
 * encrypted: its text in the file stands for its value, so a secret that changes shows as changed and no
 * passphrase is needed. Unlike in the CLI, `gateway` is merged over the default key by key (`onProjectGateway`).
 *
 * @param projectYaml text of Pulumi.yaml
 * @param stackYaml text of Pulumi.<stack>.yaml; a stack needs none
 * @param stackFile name of that file, for people
 * @throws Error in one sentence when a file isn't YAML, or holds what Pulumi would ignore.
 */
export const mergeStackFiles = (
  projectYaml: string,
  stackYaml: string | undefined,
  stackFile?: string,
): StackConfig => mergedFiles(readProjectFile(projectYaml), stackYaml, stackFile);

/** The same of a project's file that was read. */
export function mergedFiles(
  project: ProjectFile,
  stackYaml: string | undefined,
  stackFile?: string,
): StackConfig {
  const values: Record<string, unknown> = {};
  for (const [key, declaration] of Object.entries(project.config)) {
    checkNamespace(key, declaration, project.name, "Pulumi.yaml");
    const value = defaultOf(declaration) ?? undefined;
    const isMarked = isObject(declaration) && declaration.secret === true && value !== undefined;
    const [secret] = isMarked ? [[key]] : secureIn(value, [key]);
    if (secret !== undefined)
      throw wrong(
        sentence({
          path: `Pulumi.yaml: config.${written(secret)}`,
          value: "[secret]",
          rule: "must not be a secret, which the key of one stack alone opens; put it into Pulumi.<stack>.yaml",
        }),
      );
    const full = fullName(key, project.name);
    if (Object.hasOwn(values, full)) refuse("Pulumi.yaml", `config.${full}`, value, twice);
    if (value !== undefined) values[full] = value;
  }
  const gateway = `${configNamespace}:gateway`;
  for (const [key, value] of Object.entries(readStackFile(stackYaml ?? "", project.name, stackFile)))
    values[key] = key === gateway && !isSecure(value) ? merge(values[key], value) : value;
  const secretPaths = secureIn(values, []);
  return {
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, asText(unwrapped(value))])),
    secretKeys: [...new Set(secretPaths.map(([key]) => String(key)))].sort(),
    ...(secretPaths.length > 0 && { secretPaths }),
  };
}

/** In Pulumi's files a setting without a value is an empty text. */
const asText = (value: unknown): string =>
  typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);

/** A declaration holds a type and a default, or a fixed value; anything else is a default itself. */
function defaultOf(declaration: unknown): unknown {
  if (!isObject(declaration)) return declaration;
  const { default: preset, value } = declaration;
  return value ?? preset;
}

function unwrapped(value: unknown): unknown {
  if (isSecure(value)) return value.secure;
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unwrapped(part)]));
}

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
      `must map names to values; write it as { ${configNamespace}:domain: example.com }`,
    );
  const entries = Object.entries(config).map(([key, value]): [string, unknown] => {
    checkNamespace(key, value, project, file);
    return [fullName(key, project), value];
  });
  for (const [index, [key, value]] of entries.entries())
    if (entries.findIndex(([other]) => other === key) < index) refuse(file, `config.${key}`, value, twice);
  return Object.fromEntries(entries);
}

const twice = "must be there once, also under its short name; remove one of the two";

/** Refuses a setting of ours under another project's name, where nobody would read it. */
function checkNamespace(key: string, value: unknown, project: string, file: string): void {
  if (project === configNamespace || !isOurs(key)) return;
  refuse(
    file,
    `config.${key}`,
    value,
    `must name its namespace, or it is ${project}:${key}, which nothing reads; write it as ${configNamespace}:${key}`,
  );
}

/** Pulumi also takes `NAMESPACE:config:NAME`, as it was once written (`ParseKey` in its sdk/go/common/resource/config). */
const fullName = (key: string, project: string) =>
  key.includes(":") ? key.replace(/^([^:]*):config:/, "$1:") : `${project}:${key}`;

/** Where the text of a stack's file has secrets, as paths of our settings. */
export const securePaths = (text: string, project: string, file = anyStack): Path[] =>
  ownPaths(secureIn(readStackFile(text, project, file), []));

/** Paths of a whole configuration that are of our settings, without their namespace. */
export const ownPaths = (paths: readonly Path[]): Path[] =>
  paths.flatMap(([key, ...path]) => {
    const [owner, name] = String(key).split(":");
    return owner === configNamespace && name !== undefined ? [[name, ...path]] : [];
  });

function secureIn(value: unknown, path: Path): Path[] {
  if (isSecure(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((part, index) => secureIn(part, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => secureIn(part, [...path, key]));
}

/** A secret as it is in a file: encrypted. */
export const isSecure = (value: unknown): value is { secure: string } =>
  isObject(value) && Object.keys(value).join() === "secure" && typeof value.secure === "string";

function refuse(file: string, path: string, value: unknown, rule: Rule): never {
  // Its text may be a secret in the wrong place.
  throw wrong(
    sentence({ path: `${file}: ${path}`, value: typeof value === "string" ? "[text]" : value, rule }),
  );
}

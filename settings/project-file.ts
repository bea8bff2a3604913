import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { at, isObject, sentence } from "../problems/problem";
import { readMapping, wrong } from "./yaml";

/** The namespace of our settings in Pulumi's configuration; a project's own name, and what it keeps under it, is free. */
export const configNamespace = "turnout";
const file = "Pulumi.yaml";

/** The part of Pulumi.yaml that is read here. */
export interface ProjectFile {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Options of Node with which plain Pulumi starts the program; unchecked. */
  readonly nodeargs?: unknown;
}

/** @throws Error in one sentence for what is no YAML, or no project's file. */
export const readProjectFile = (text: string): ProjectFile => projectFileOf(contentOf(text));

/** The last text read, with its content: a command wants it several times, and one that evaluates 200 stacks for each. */
let last: { readonly text: string; readonly content: Readonly<Record<string, unknown>> } | undefined;

function contentOf(text: string): Readonly<Record<string, unknown>> {
  if (last?.text !== text) last = { text, content: readMapping(text, file) };
  return last.content;
}

function projectFileOf({ name, config, runtime }: Readonly<Record<string, unknown>>): ProjectFile {
  if (config !== undefined && config !== null && !isObject(config))
    throw wrong(
      problem("config", config, "must map names to defaults; write it as { domain: { default: localhost } }"),
    );
  // The rule is Pulumi's (`ValidateProjectName` in its sdk/go/common/workspace); state and locks are in folders of this name.
  if (typeof name !== "string" || !/^[\w.-]{1,100}$/.test(name))
    throw wrong(
      problem(
        "name",
        name,
        "must be 1 to 100 letters, digits, hyphens, underscores or periods; name the project, such as shop",
      ),
    );
  return { name, config: config ?? {}, nodeargs: at(runtime, ["options", "nodeargs"]) };
}

/** @throws Error in one sentence for the start of 0.1.0, with which plain Pulumi looks in vain for files of the package. */
export function checkStart({ nodeargs }: ProjectFile): void {
  if (typeof nodeargs !== "string" || !nodeargs.includes("./bin/typescript.js")) return;
  const rule =
    'must load the package, not its files of version 0.1.0; write it as nodeargs: "--require turnout/start"';
  throw wrong(problem("runtime.options.nodeargs", nodeargs, rule));
}

/**
 * The folder of the project that another folder is in.
 *
 * @throws Error in one sentence where it is in none.
 */
export function projectFolder(from: string): string {
  const above = dirname(from);
  if ([file, "branches.ts"].some((name) => existsSync(join(from, name)))) return from;
  if (above !== from) return projectFolder(above);
  throw wrong(
    "No project is here, or in a folder above: run this in a folder with Pulumi.yaml and branches.ts, or make a project with `npx turnout new NAME`.",
  );
}

/** The content of a folder's Pulumi.yaml, not yet checked; empty where there is none. @throws as `projectFileIn`. */
export function projectContentIn(folder: string): Readonly<Record<string, unknown>> {
  const path = join(folder, file);
  return existsSync(path) ? contentOf(readText(path)) : {};
}

/** @throws Error in one sentence where the file is missing or wrong. */
export function projectFileIn(folder: string): ProjectFile {
  if (!existsSync(join(folder, file)))
    throw wrong(
      `${file} is missing in ${folder}, where the settings of all stacks begin; restore it from git.`,
    );
  return projectFileOf(projectContentIn(folder));
}

/**
 * The text of a file.
 *
 * @throws Error in one sentence for a pipe or a device, which may never end; else of the system, with the file's path also
 *   where Node leaves it out.
 */
export function readText(path: string): string {
  try {
    const found = statSync(path);
    if (found.isFile() || found.isDirectory()) return readFileSync(path, "utf8");
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
  throw wrong(
    `${path} can't be read (it is a pipe or a device): move that away, or restore the file from git.`,
  );
}

const problem = (path: string, value: unknown, rule: `${string}; ${string}`) =>
  sentence({ path: `${file}: ${path}`, value, rule });

/** Settings that are not text; Pulumi passes them as JSON. */
const structured: readonly string[] = [
  "applications",
  "overrides",
  "gateway",
  "aws",
  "monthlyCap",
  "protect",
  "headStart",
];

/** Whether a name without a namespace is that of a setting. */
export const isOurs = (name: string): boolean =>
  [...structured, "role", "platform", "domain", "context", "cluster", "registry"].includes(name);

/** Our part of the configuration, with values that are not text read from their JSON. */
export function ownConfig(all: Readonly<Record<string, string>>): Record<string, unknown> {
  const prefix = `${configNamespace}:`;
  // Entries, not assignments: a setting named __proto__ must stay one.
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value] as const)
      .map(([name, value]) => [name, structured.includes(name) ? fromJson(value) : value]),
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the check of the settings says what it should be
  }
}

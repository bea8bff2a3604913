import { isObject, sentence } from "../problems/problem";
import { readMapping, wrong } from "./yaml";

/** The project's name: the state, the locks and the settings of all stacks are under it. */
export const projectName = "turnout";
const file = "Pulumi.yaml";

/** The part of Pulumi.yaml that is read here. */
export interface ProjectFile {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** @throws Error in one sentence for what is no YAML, or no project's file. */
export function readProjectFile(text: string): ProjectFile {
  const { name, config } = readMapping(text, file);
  if (config !== undefined && config !== null && !isObject(config))
    throw wrong(
      problem("config", config, "must map names to defaults; write it as { domain: { default: localhost } }"),
    );
  return { name: typeof name === "string" ? name : "", config: config ?? {} };
}

/**
 * Refuses a project of another name: its stacks' settings would be read as another's, and ignored.
 *
 * @throws Error in one sentence.
 */
export function checkProjectName(name: string): void {
  if (name === projectName) return;
  throw wrong(
    problem(
      "name",
      name === "" ? undefined : name,
      `must be ${projectName}, the name that settings, state and commands go by; set it to ${projectName}, and give an application's own name to the namespaces in branches.ts`,
    ),
  );
}

const problem = (path: string, value: unknown, rule: `${string}; ${string}`) =>
  sentence({ path: `${file}: ${path}`, value, rule });

/** Settings that are not text; Pulumi passes them as JSON. */
const structured = ["applications", "overrides", "gateway", "aws", "monthlyCap", "protect"];

/** The part of the configuration under the project's name, with values that are not text read from their JSON. */
export function ownConfig(project: string, all: Readonly<Record<string, string>>): Record<string, unknown> {
  const prefix = `${project}:`;
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

import { sentence } from "../problems/problem";
import { isMapping, readMapping, wrong } from "./yaml-file";

/** What Pulumi.yaml is called by: the state, the locks and the settings of all stacks are under this name. */
export const projectName = "turnout";
const file = "Pulumi.yaml";

/** What of Pulumi.yaml is read here. */
export interface ProjectFile {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** @throws Error in one sentence for what is no YAML, or no project's file. */
export function readProjectFile(text: string): ProjectFile {
  const { name, config } = readMapping(text, file);
  if (config !== undefined && config !== null && !isMapping(config))
    throw wrong(
      problem("config", config, "must map names to defaults; write it as { domain: { default: localhost } }"),
    );
  return { name: typeof name === "string" ? name : "", config: config ?? {} };
}

/**
 * Refuses a project of another name: its stacks' settings would be read as another's, and passed over.
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

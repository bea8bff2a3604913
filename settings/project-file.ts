import { LineCounter, parseDocument, type Document } from "yaml";
import { inOneLine, isObject, sentence, withoutStack } from "../problems/problem";

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

/**
 * The content of a YAML file.
 *
 * @param file its name, for people.
 * @throws Error in one sentence with the line where it is no YAML, or no mapping.
 */
export function readMapping(text: string, file: string): Readonly<Record<string, unknown>> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lineCounter.linePos(error.pos[0]);
    // After a colon the parser quotes the file, and a secret may well be there.
    const [reason = ""] = error.message.split(": ");
    throw wrong(`${file}, line ${line}: must be YAML (${inOneLine(reason)}); correct that line.`);
  }
  const content = contentOf(document, file);
  if (content === null || content === undefined) return {};
  if (isObject(content)) return content;
  throw wrong(`${file}: must map keys to values; write it as \`config: { turnout:domain: example.com }\`.`);
}

/** An alias of nothing is found only here; it has no line. */
function contentOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrong(`${file}: must be YAML (${inOneLine(reason)}); correct it there.`);
  }
}

/** A mistake in a file, for whoever wrote it. */
export const wrong = (sentence: string): Error => withoutStack(new Error(sentence));

/** Settings that are not text; Pulumi passes them as JSON. */
const structured = ["applications", "overrides", "gateway", "aws", "monthlyCap", "protect"];

/** The part of the configuration under the project's name, with values that are not text read from their JSON. */
export function ownConfig(project: string, all: Readonly<Record<string, string>>): Record<string, unknown> {
  const prefix = `${project}:`;
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(all)) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    config[name] = structured.includes(name) ? fromJson(value) : value;
  }
  return config;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the check of the settings says what it should be
  }
}

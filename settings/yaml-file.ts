import { LineCounter, parseDocument, type Document } from "yaml";
import { inOneLine, withoutStack } from "../problems/problem";

/**
 * What a file of YAML holds.
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
    throw wrong(`${file}, line ${line}: must be YAML (${inOneLine(error.message)}); mend that line.`);
  }
  const content = contentOf(document, file);
  if (content === null || content === undefined) return {};
  if (isMapping(content)) return content;
  throw wrong(`${file}: must map keys to values; write it as \`config: { turnout:domain: example.com }\`.`);
}

/** An alias of nothing is found only here; it has no line. */
function contentOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrong(`${file}: must be YAML (${inOneLine(reason)}); mend it there.`);
  }
}

export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A mistake in a file, for whoever wrote it. */
export const wrong = (sentence: string): Error => withoutStack(new Error(sentence));

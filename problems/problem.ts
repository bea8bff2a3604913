/** A rule and the way to keep it, as it stands in an error: `must be …; set …`. */
export type Rule = `${string}; ${string}`;

/** One thing wrong in what a user wrote: settings, the map of branches, a resource. */
export interface Problem {
  /** Place, as the user writes it: `turnout:applications[0].port`. */
  readonly path: string;
  /** Value at that place; `undefined` when there is none. Never a secret's value. */
  readonly value: unknown;
  readonly rule: Rule;
}

/** One sentence: where, what is there, the rule, the fix. */
export function sentence(problem: Problem): string {
  return `${problem.path} ${shown(problem.value)}: ${problem.rule}.`;
}

function shown(value: unknown): string {
  return value === undefined ? "is missing" : `is ${textOf(value)}`;
}

/** A list or an object is not shown: its content may be secret, and is too long for a sentence. */
function textOf(value: unknown): string {
  if (typeof value === "string") return inOneLine(JSON.stringify(value));
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "a list";
  if (typeof value === "object" && value !== null)
    return Object.keys(value).length === 0 ? "{}" : "an object";
  return typeof value === "symbol" || typeof value === "function"
    ? `a ${typeof value}`
    : inOneLine(String(value));
}

/** Whether a value has members by name: no list, no null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Path of a value in a document: names of members and indexes of lists. */
export type Path = readonly PropertyKey[];

/** The value at a path; undefined where there is none. */
export function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}

/** A path as TypeScript and Pulumi's `--path` take it: `applications[0].port`, `overrides["my app"]`. */
export function written(path: Path): string {
  return path.map(step).join("").replace(/^\./, "");
}

function step(key: PropertyKey): string {
  if (typeof key === "number") return `[${key}]`;
  const text = String(key);
  if (/^[\w-]{1,80}$/.test(text)) return `.${text}`;
  return `[${inOneLine(JSON.stringify(text)).replace(/\s/gu, escaped)}]`;
}

const longest = 80; // characters: a sentence must stay one sentence

/** A user's text as part of a sentence: cut where it is long, and control characters and text direction marks as escapes. */
export function inOneLine(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return printable(cut);
}

/** Control characters, text direction marks and halves of characters as escapes: a branch may be named by a stranger. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);

/** A character by its number: `\u{200f}`. */
const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** An error that a user can correct: without a stack trace Pulumi prints its message alone. */
export function withoutStack<T extends Error>(error: T): T {
  error.stack = "";
  return error;
}

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

/** A user's text as part of a sentence: on one line, cut where it is long, nothing of it unseen. */
export const inOneLine = (text: string, width = longest): string => printable(cut(text, width));

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width).replace(/[\ud800-\udbff]$/, "")}…` : text;

/** All that is obeyed instead of shown, or not seen: control characters, marks of direction and width, halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** What isn't seen, as escapes: a branch may be named by a stranger, and a pod logs what it is sent. */
export const printable = (text: string): string => text.replace(unseen, escaped);

/** As `printable`, in the lines that the text has. */
export const printableLines = (text: string): string =>
  text
    .replace(/\r\n/g, "\n")
    .replace(/\t/g, "  ")
    .replace(/[^\n]+/g, printable);

const widest = 1000; // characters of a line of another program: some write a whole object into one
const most = 100; // lines

/** What another program said, for people: as `printableLines`, with long lines cut, and the rest of very many counted. */
export function excerpt(text: string): string {
  const lines = text.split("\n");
  const rest = lines.length - most;
  return printableLines(
    [
      ...lines.slice(0, most).map((line) => cut(line, widest)),
      ...(rest > 0 ? [`… and ${rest} more ${rest === 1 ? "line" : "lines"}`] : []),
    ].join("\n"),
  );
}

/** Data as it may be printed: every text in it on one line, cut and printable, names of members too. */
export function legible<T>(value: T): T {
  if (typeof value === "string") return inOneLine(value.replace(/\s*\n\s*/g, " "), widest) as T;
  if (Array.isArray(value)) return value.map(legible) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map((entry) => entry.map(legible))) as T;
}

/** JSON for programs, ended by a newline: what isn't seen is escaped as JSON has it, so that the text stays the same. */
export const json = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(/[^\n]+/g, (line) => line.replace(unseen, escapedInJson))}\n`;

/** By its one or two UTF-16 units. */
const escapedInJson = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** A character by its number: `\u{200f}`. */
const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** An error that a user can correct: without a stack trace Pulumi prints its message alone. */
export function withoutStack<T extends Error>(error: T): T {
  error.stack = "";
  return error;
}

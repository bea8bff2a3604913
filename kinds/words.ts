import { isHidden, type Value } from "../program/recording";

/** A value that is a word or a number; of a secret and of anything composed, nothing. */
export function word(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** What there is of these, with this in between; nothing of nothing. */
export function words(separator: string, ...parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined && part !== "");
  return known.length === 0 ? undefined : known.join(separator);
}

/** A text with a word before it; nothing of nothing. */
export const after = (before: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${before} ${text}`;

/** What lies in a value under these keys. */
export const at = (value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined =>
  path.reduce<Value | undefined>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && !isHidden(inner)
        ? (inner as Readonly<Record<string | number, Value>>)[key]
        : undefined,
    value,
  );

/** What lies in a value, by key; of a secret, nothing. */
export const entries = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  typeof value === "object" && value !== null && !isHidden(value)
    ? Object.entries(value as Readonly<Record<string, Value>>)
    : [];

/** The parts of a list; of anything else, none. */
export const parts = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

export const list = (value: Value | undefined): string | undefined => words(", ", ...parts(value).map(word));

/** `Role pod-execution` of `(ARN of Role pod-execution)`, the name in an ARN, or the text itself. */
export function arnName(value: Value | undefined): string | undefined {
  const text = word(value);
  return text?.startsWith("arn:") ? text.split("/").at(-1) : text?.replace(/^\(ARN of (.+)\)$/, "$1");
}

type Tree = Readonly<Record<string, Value>>;

/** What a property holds that is an object, or the JSON of one; nothing of a secret. */
export function documentIn(value: Value | undefined): Tree | undefined {
  if (typeof value === "string") return documentIn(parsed(value));
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isHidden(value)
    ? (value as Tree)
    : undefined;
}

/** A text that stands in for what a cloud makes is no JSON. */
function parsed(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return typeof value === "string" ? undefined : value;
  } catch {
    return undefined;
  }
}

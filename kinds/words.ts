import { isObject } from "../problems/problem";
import { isHidden, type Value } from "../program/recording";

/** A string or a number as text; undefined for a secret, a list or an object. */
export function word(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** The parts that are defined, with a separator between them; undefined if none is. */
export function words(separator: string, ...parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined && part !== "");
  return known.length === 0 ? undefined : known.join(separator);
}

/** A text with a word before it; undefined without a text. */
export const after = (before: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${before} ${text}`;

/** The value under these keys. */
export const valueIn = (value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined =>
  path.reduce<Value | undefined>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && !isHidden(inner)
        ? (inner as Readonly<Record<string | number, Value>>)[key]
        : undefined,
    value,
  );

/** The members of a value by key; none of a secret. */
export const entries = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  typeof value === "object" && value !== null && !isHidden(value)
    ? Object.entries(value as Readonly<Record<string, Value>>)
    : [];

/** The items of a list; none of anything else. */
export const parts = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

export const list = (value: Value | undefined): string | undefined => words(", ", ...parts(value).map(word));

/** `Role pod-execution` of `(ARN of Role pod-execution)`, the name in an ARN, or the text itself. */
export function arnName(value: Value | undefined): string | undefined {
  const text = word(value);
  return text?.startsWith("arn:") ? text.split("/").at(-1) : text?.replace(/^\(ARN of (.+)\)$/, "$1");
}

type Tree = Readonly<Record<string, Value>>;

/** A property's object, also one written as JSON; undefined for a secret. */
export function documentIn(value: Value | undefined): Tree | undefined {
  if (typeof value === "string") return documentIn(parsed(value));
  return isObject(value) && !isHidden(value) ? value : undefined;
}

/** Undefined for a stand-in, which is no JSON. */
function parsed(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    return typeof value === "string" ? undefined : value;
  } catch {
    return undefined;
  }
}

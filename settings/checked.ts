import type * as z from "zod";
import { documentAt } from "../problems/documents";
import { isObject, written, type Path, type Problem } from "../problems/problem";
import { problemsOf } from "../problems/schema";

type ZodResult<T> = { success: true; data: T } | { success: false; error: z.ZodError };

export type Checked<T> = { readonly settings: T } | { readonly problems: readonly Problem[] };

/**
 * The value that zod parsed, finished, or every problem it has.
 *
 * @param locate finds where the user wrote the value at a path.
 */
export function checked<T, S>(
  parsed: ZodResult<T>,
  raw: unknown,
  finish: (data: T) => S,
  locate: (path: Path) => Path = (path) => path,
): Checked<S> {
  if (parsed.success) return { settings: finish(parsed.data) };
  return {
    problems: problemsOf(parsed.error, raw, {
      written: (path) => setting(locate(path)),
      unknownKey: `must be a setting that Turnout knows (${documentAt("docs/settings.md")}); remove it or correct its name`,
      shown: (path, value, isKnown) => (isKnown ? hide(path, value) : withoutText(value)),
    }),
  };
}

/** A setting as Pulumi takes it with `--path`: `turnout:applications[0].port`. */
export const setting = (path: Path): string => `turnout:${written(path)}`;

function hide(path: Path, value: unknown): unknown {
  if (path.includes("secrets") && value !== undefined) return "[secret]";
  const whole = path[0] === "applications" && path.length <= 2;
  return whole ? withoutText(value) : value;
}

/** Hides text at an unknown path: it may be a secret, and the program gets secrets in plain text. */
export const withoutText = (value: unknown): unknown => (typeof value === "string" ? "[text]" : value);

/**
 * Refuses each key named `__proto__`: zod leaves it out of a record, and what is below it would be lost in silence.
 *
 * @param value settings as they were read.
 */
export function lostKeys(value: unknown, path: Path = []): Problem[] {
  if (Array.isArray(value)) return value.flatMap((part, index) => lostKeys(part, [...path, index]));
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, part]): Problem[] => {
    if (key !== "__proto__") return lostKeys(part, [...path, key]);
    const rule = "must not be named __proto__, a name that JavaScript has for itself; rename it";
    return [{ path: setting([...path, key]), value: withoutText(part), rule }];
  });
}

/** Whether a value is an object of members alone: an instance of a class, such as a resource, may lead back to itself. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/**
 * The value with every object one that can be compared: of one without a prototype, zod's checks of lengths throw when
 * they find it as a `length`. What YAML and JSON hold is so already.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

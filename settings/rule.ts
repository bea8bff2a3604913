import { inOneLine } from "./one-line";

/** A rule and the way to keep it, as it stands in an error: `must be …; set …`. */
export type Rule = `${string}; ${string}`;

/** One thing wrong with the settings. */
export interface Problem {
  /** Where, as the user writes it: `turnout:applications[0].port`. */
  readonly path: string;
  /** What stands there; `undefined` when nothing does. Never a secret's value. */
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

/** Of a list or an object only that it is one: what it holds may be secret, and wouldn't fit a sentence. */
function textOf(value: unknown): string {
  if (typeof value === "string") return inOneLine(JSON.stringify(value));
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "a list";
  if (typeof value === "object" && value !== null)
    return Object.keys(value).length === 0 ? "{}" : "an object";
  return typeof value === "symbol" || typeof value === "function"
    ? `a ${typeof value}`
    : inOneLine(String(value));
}

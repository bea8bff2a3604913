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

const longestValue = 80; // characters: a sentence must stay one sentence

/** One sentence: where, what is there, the rule, the fix. */
export function sentence(problem: Problem): string {
  return `${problem.path} ${shown(problem.value)}: ${problem.rule}.`;
}

function shown(value: unknown): string {
  if (value === undefined) return "is missing";
  const text = JSON.stringify(value) ?? typeof value;
  return `is ${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}`;
}

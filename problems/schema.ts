import * as z from "zod";
import { at, isObject, type Path, type Problem, type Rule } from "./problem";

// A command checks its settings once: to compile a schema into a function, as zod does, takes longer than that.
z.config({ jitless: true });

/** A check's own sentence, instead of zod's. */
export const error = (rule: Rule) => ({ error: rule });

/** A whole number; the upper limits catch typing errors, unless a source is given. */
export const whole = (least: number, most: number, fix: string) => {
  const rule = error(`must be a whole number from ${least} to ${most}; ${fix}`);
  return z.int(rule).min(least, rule).max(most, rule);
};

/**
 * Text of a pattern; a text that doesn't match is not checked further. Without zod's `abort`, which would also keep
 * `beside` from looking at the objects around it.
 */
export const text = (pattern: RegExp, rule: Rule) =>
  z.string(error(rule)).check(({ value, issues }) => {
    if (!pattern.test(value)) issues.push({ code: "custom", input: value, message: rule, path: [] });
  });

/** An object with these members and no others. */
export const strict = <T extends z.core.$ZodLooseShape>(shape: T, rule: Rule) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? `must be one of ${Object.keys(shape).join(", ")}; correct or remove it`
        : rule,
  });

/** A value that is wrong beside another one. */
export interface Contradiction {
  readonly path: Path;
  readonly value: unknown;
  readonly rule: Rule;
}

/** An object that was not checked yet. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** The value itself if it is an object, else an empty one. */
export const tree = (value: unknown): Unchecked => (isObject(value) ? value : {});

interface Context {
  addIssue(issue: { code: "custom"; path: PropertyKey[]; input: unknown; message: string }): void;
}

/**
 * A check for zod's `superRefine` that compares the members of an object. It doesn't run where there is no object; it
 * also runs where another check failed, because all problems are reported at once.
 */
export const beside = (find: (object: Unchecked) => readonly Contradiction[]) =>
  [
    (object: unknown, context: Context): void => {
      for (const { path, value, rule } of isObject(object) ? find(object) : [])
        context.addIssue({ code: "custom", path: [...path], input: value, message: rule });
    },
    { when: () => true },
  ] as const;

/** Wording of the mistakes in one kind of document. */
interface Wording {
  /** A place as its user writes it, the document's name included. */
  readonly written: (path: Path) => string;
  /** The rule for a key that the schema doesn't know; by default the schema's own message. */
  readonly unknownKey?: Rule;
  /** As much of a value as may be shown. */
  readonly shown: (path: Path, value: unknown, isKnown: boolean) => unknown;
}

/** All that zod found wrong in a document, each problem once: two checks of one value may say the same. */
export function problemsOf({ issues }: z.ZodError, raw: unknown, wording: Wording): Problem[] {
  const problems = issues.flatMap((issue) => ofIssue(issue, raw, wording));
  const same = (a: Problem, b: Problem) =>
    a.path === b.path && a.rule === b.rule && Object.is(a.value, b.value);
  return problems.filter((one, index) => problems.findIndex((other) => same(one, other)) === index);
}

function ofIssue(issue: z.core.$ZodIssue, raw: unknown, wording: Wording): Problem[] {
  const { written, unknownKey, shown } = wording;
  if (issue.code === "unrecognized_keys")
    return issue.keys
      .map((key) => [...issue.path, key])
      .map((path) => ({
        path: written(path),
        value: shown(path, at(raw, path), false),
        rule: unknownKey ?? (issue.message as Rule),
      }));
  if (issue.code === "invalid_union") {
    const meant = meantIn(issue.errors);
    if (meant !== undefined)
      return meant.flatMap((one) => ofIssue({ ...one, path: [...issue.path, ...one.path] }, raw, wording));
  }
  // A record's bad key comes as one issue with the key's own issues inside.
  const rule = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const value = issue.code === "custom" ? issue.input : at(raw, issue.path);
  return [{ path: written(issue.path), value: shown(issue.path, value, true), rule: rule as Rule }];
}

/** The only alternative of a union that has the value's type: its issues are the useful ones. */
function meantIn(alternatives: readonly (readonly z.core.$ZodIssue[])[]) {
  const inside = ({ code, path }: z.core.$ZodIssue) => code === "unrecognized_keys" || path.length > 0;
  const [meant, ...more] = alternatives.filter((issues) => issues.every(inside));
  return more.length === 0 ? meant : undefined;
}

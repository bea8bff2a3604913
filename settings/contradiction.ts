import type { Path } from "./path";
import type { Rule } from "./rule";

/** A setting that is wrong beside another one. */
export interface Contradiction {
  readonly path: Path;
  readonly value: unknown;
  readonly rule: Rule;
}

/** Settings that may be wrong in any way. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** What holds nothing where it is no object. */
export const tree = (value: unknown): Unchecked => (isTree(value) ? value : {});

const isTree = (value: unknown): value is Unchecked =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Context {
  addIssue(issue: { code: "custom"; path: PropertyKey[]; input: unknown; message: string }): void;
}

/**
 * What zod's `superRefine` takes to look at settings beside each other. Not asked where there is no object;
 * asked also where another check failed, because all problems are told at once.
 */
export const beside = (find: (settings: Unchecked) => readonly Contradiction[]) =>
  [
    (settings: unknown, context: Context): void => {
      for (const { path, value, rule } of isTree(settings) ? find(settings) : [])
        context.addIssue({ code: "custom", path: [...path], input: value, message: rule });
    },
    { when: () => true },
  ] as const;

import type { z } from "zod";
import { problemsOf } from "./issue-problems";
import type { Path } from "./path";
import type { Problem } from "./rule";

type ZodResult<T> = { success: true; data: T } | { success: false; error: z.ZodError };

export type Checked<T> = { readonly settings: T } | { readonly problems: readonly Problem[] };

/**
 * What zod found, finished, or every problem it has.
 *
 * @param locate finds where the user wrote what stands at a path.
 */
export function checked<T, S>(
  parsed: ZodResult<T>,
  raw: unknown,
  finish: (data: T) => S,
  locate: (path: Path) => Path = (path) => path,
): Checked<S> {
  if (parsed.success) return { settings: finish(parsed.data) };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, raw, locate));
  // Two checks of one value may say the same.
  const same = (a: Problem, b: Problem) => a.path === b.path && a.rule === b.rule;
  return {
    problems: problems.filter((one, index) => problems.findIndex((other) => same(one, other)) === index),
  };
}

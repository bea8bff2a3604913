import { commonBranch, isCatchAll, isPattern } from "./match";
import { problem } from "./problem";
import type { ReadRule } from "./read-rule";

interface Entry {
  readonly branch: string;
  readonly path: string;
  readonly rule: ReadRule;
}

/** What keeps a branch from having exactly one rule: the same entry twice, patterns that overlap, no catch-all. */
export function patternProblems(rules: readonly ReadRule[]): string[] {
  const entries = rules.flatMap((rule) =>
    rule.branches.map((branch) => ({ branch, path: `${rule.path}.branch`, rule })),
  );
  const catchAlls = entries.filter(({ branch }) => isCatchAll(branch));
  const others = entries.filter(({ branch }) => !isCatchAll(branch));
  return [
    ...catchAllProblems(catchAlls),
    ...pairs(others).flatMap(([first, second]) => pairProblems(first, second)),
  ];
}

function catchAllProblems(catchAlls: readonly Entry[]): string[] {
  const [first, ...more] = catchAlls;
  if (first === undefined) {
    const fix = 'add a rule with branch "*"';
    return [`branches.ts rules has no catch-all, but every branch needs a rule; ${fix}.`];
  }
  return more.map(({ branch, path }) =>
    problem(path, branch, `${first.path} is the catch-all already`, "keep one of them"),
  );
}

function pairProblems(first: Entry, second: Entry): string[] {
  if (first.branch === second.branch) {
    const already = first.rule === second.rule ? "the same list has" : `${first.path} has`;
    const rule = `${already} it already, and a branch has one rule`;
    return [problem(second.path, second.branch, rule, "remove one of the two")];
  }
  // Within one rule an overlap decides nothing; and an exact name wins over a pattern.
  if (first.rule === second.rule || !isPattern(first.branch) || !isPattern(second.branch)) return [];
  const example = commonBranch(first.branch, second.branch);
  if (example === undefined) return [];
  const rule = `"${first.branch}" of ${first.path} matches ${JSON.stringify(example)} too, and a branch has one rule`;
  return [problem(second.path, second.branch, rule, "narrow one of the patterns")];
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]));
}

import type { BranchMap, BranchRule } from "./branch-map";

/** The entries of a rule's `branch`: names and patterns. */
export function branchesOf(rule: BranchRule): readonly string[] {
  return typeof rule.branch === "string" ? [rule.branch] : rule.branch;
}

/** Whether an entry is a pattern rather than the name of one branch (git allows no `*` in a name). */
export function isPattern(branch: string): boolean {
  return branch.includes("*");
}

/** Whether a pattern matches every branch. */
export function isCatchAll(branch: string): boolean {
  return /^\*+$/.test(branch);
}

/** Whether a rule makes one environment per branch; without a pattern all its branches share one. */
export function hasPattern(rule: BranchRule): boolean {
  return branchesOf(rule).some(isPattern);
}

/**
 * Whether GitHub made a branch for a group of pull requests in a merge queue: it lives for as long as their checks run
 * (docs.github.com, "Managing a merge queue"), so it gets no environment.
 */
export const isOfMergeQueue = (branch: string): boolean => branch.startsWith("gh-readonly-queue/");

/**
 * The rule a branch falls under: its exact name wins over a pattern, a pattern over the catch-all.
 *
 * @throws only for a map that `checkBranchMap` refuses: one without a catch-all.
 */
export function ruleFor(branch: string, map: BranchMap): BranchRule {
  const exact = map.rules.find((rule) => branchesOf(rule).includes(branch));
  const found = exact ?? ruleWith(map, (entry) => !isCatchAll(entry) && matches(entry, branch));
  const rule = found ?? ruleWith(map, isCatchAll);
  if (rule === undefined) throw new Error("The branch map has no catch-all; check it with checkBranchMap.");
  return rule;
}

function ruleWith(map: BranchMap, wanted: (entry: string) => boolean): BranchRule | undefined {
  return map.rules.find((rule) => branchesOf(rule).some((entry) => isPattern(entry) && wanted(entry)));
}

/** Whether a branch fits a pattern: `*` stands for any characters, also none and also `/`. Linear, unlike a RegExp. */
export function matches(pattern: string, branch: string): boolean {
  const [prefix = "", ...rest] = pattern.split("*");
  const suffix = rest.pop();
  if (suffix === undefined) return pattern === branch;
  if (branch.length < prefix.length + suffix.length) return false;
  if (!branch.startsWith(prefix) || !branch.endsWith(suffix)) return false;
  let at = prefix.length;
  const end = branch.length - suffix.length;
  for (const piece of rest) {
    at = branch.indexOf(piece, at) + piece.length;
    if (at < piece.length || at > end) return false;
  }
  return true;
}

/** A branch that fits both patterns, as an example, or undefined where there is none. */
export function commonBranch(one: string, other: string): string | undefined {
  const deadEnds = new Set<number>();
  const walk = (i: number, j: number): string | undefined => {
    if (i === one.length && j === other.length) return "";
    const key = i * (other.length + 1) + j;
    if (deadEnds.has(key)) return undefined;
    const found = step(i, j);
    if (found === undefined) deadEnds.add(key);
    return found;
  };
  const step = (i: number, j: number): string | undefined => {
    const [a, b] = [one[i], other[j]];
    // Two wildcards side by side take an x, so that `feature/*` with itself gives a name git would allow.
    if (a === "*" && b === "*") return prepend("x", walk(i + 1, j) ?? walk(i, j + 1));
    if (a === "*") return walk(i + 1, j) ?? (b === undefined ? undefined : prepend(b, walk(i, j + 1)));
    if (b === "*") return walk(i, j + 1) ?? (a === undefined ? undefined : prepend(a, walk(i + 1, j)));
    return a === b ? prepend(a ?? "", walk(i + 1, j + 1)) : undefined;
  };
  return walk(0, 0);
}

function prepend(text: string, rest: string | undefined): string | undefined {
  return rest === undefined ? undefined : text + rest;
}

/** The branches by name whose environments are protected: what they do may change what everybody depends on. */
export const protectedBranches = (map: BranchMap): string[] =>
  map.rules.filter((rule) => rule.life === "protected" && !hasPattern(rule)).flatMap(({ branch }) => branch);

import { problem } from "./problem";

/** As long as a file name may be on the usual file systems, where git keeps a branch as a file. */
const LONGEST_BRANCH = 255;

/** The well-formed branches and patterns of a rule, and what is wrong with the others. */
export function readBranches(value: unknown, path: string): [branches: string[], problems: string[]] {
  if (typeof value === "string") return isBranch(value) ? [[value], []] : [[], [entryProblem(value, path)]];
  if (!Array.isArray(value) || value.length === 0) {
    const rule = "it is a branch, a pattern or a list of those";
    return [[], [problem(path, value, rule, 'write one such as "main" or "release/*"')]];
  }
  const entries: unknown[] = Array.from(value);
  return [
    entries.filter(isBranch),
    entries.flatMap((entry, index) => (isBranch(entry) ? [] : [entryProblem(entry, `${path}[${index}]`)])),
  ];
}

function entryProblem(value: unknown, path: string): string {
  const rule = `a branch is a name that git allows, at most ${LONGEST_BRANCH} characters, with * as the only wildcard`;
  return problem(path, value, rule, 'write one such as "main" or "release/*"');
}

function isBranch(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_BRANCH && isRefName(value.replaceAll("*", "x"));
}

/** The rules of git-check-ref-format(1). */
function isRefName(name: string): boolean {
  const parts = name.split("/");
  const partsAreFine = parts.every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock"));
  const forbidden = /[\p{Cc} ~^:?[\\]|\.\.|@\{|\.$|^-|^@$/u;
  return partsAreFine && !forbidden.test(name);
}

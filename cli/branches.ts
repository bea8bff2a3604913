import type { BranchMap, Life } from "../naming/branch-map";
import { ruleFor } from "../naming/match";
import { namesOf, type NamesOptions } from "../naming/names";
import { columns } from "./terminal";
import { namesOptions } from "./names";
import { Subject, type Project } from "./subject";

/** One row of `turnout branches`. */
export interface BranchRow {
  readonly branch: string;
  readonly current: boolean;
  readonly stack: string;
  readonly namespace: string;
  readonly host: string;
  readonly acceptsMergesFrom: string;
  readonly life: string;
}

/**
 * One row for each branch, in the order of the map's rules, then by name.
 *
 * @param current the checked-out branch, undefined on a detached HEAD; it gets a row also where it has no commit
 * yet and git therefore does not list it.
 */
export function branchRows(
  branches: readonly string[],
  current: string | undefined,
  map: BranchMap,
  optionsOf: (stack: string) => NamesOptions = () => ({}),
): BranchRow[] {
  const all = new Set(current === undefined ? branches : [...branches, current]);
  const rank = (branch: string) => map.rules.indexOf(ruleFor(branch, map));
  // By code unit, not by locale: the same table on every machine.
  const sorted = [...all].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return sorted.map((branch) => {
    const { stack } = namesOf(branch, map);
    const { namespace, host } = namesOf(branch, map, optionsOf(stack));
    const { acceptsMergesFrom: from, life } = ruleFor(branch, map);
    const acceptsMergesFrom = typeof from === "string" ? from : from.join(", ");
    const isCurrent = branch === current;
    return { branch, current: isCurrent, stack, namespace, host, acceptsMergesFrom, life: lifeInWords(life) };
  });
}

/** The rows as a table, the current branch marked with `*` as git does; ends in a newline. */
export function branchesTable(rows: readonly BranchRow[]): string {
  const lines = rows.map((row) => [
    `${row.current ? "*" : " "} ${row.branch}`,
    row.stack,
    row.namespace,
    row.host,
    row.acceptsMergesFrom,
    row.life,
  ]);
  return columns(["  branch", "stack", "namespace", "host", "takes merges from", "life"], lines);
}

function lifeInWords(life: Life): string {
  if (life === "kept") return "kept";
  if (life === "protected") return "kept, protected";
  const { removeAfterDays: days } = life;
  // Only meant: nothing removes an environment by itself yet.
  return `meant to go when closed or ${days} ${days === 1 ? "day" : "days"} idle`;
}

/** `turnout branches`: writes the table of all branches that git knows here. */
export function runBranches(project: Project, out: NodeJS.WritableStream): void {
  const { repository, map } = project;
  const current = repository?.currentBranch();
  const known = repository?.branches() ?? [];
  if (repository === undefined)
    out.write("This folder is not a git checkout, so these are the branches that the map names.\n");
  const named = map.rules.flatMap((rule) => rule.branch).filter((branch) => !branch.includes("*"));
  const shown = repository === undefined ? named : known;
  const optionsOf = (stack: string) => namesOptions(new Subject(project, { stack }).settings, stack);
  out.write(branchesTable(branchRows(shown, current, map, optionsOf)));
}

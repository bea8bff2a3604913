import type { BranchMap } from "../naming/branch-map";
import { environmentOf, explainUnknownStack } from "../naming/environment";
import { namesOf } from "../naming/names";
import { isShared } from "../naming/reserved";
import type { Project } from "./project";
import { UserError } from "./user-error";

/** Which branch or stack a command is asked to be about; nothing means the branch that is checked out. */
export interface SubjectOptions {
  readonly branch?: string;
  readonly stack?: string;
  /** The branch's laptop stack instead of the one the map gives it. */
  readonly local?: boolean;
}

/** What a command is about. */
export interface Subject {
  /** Undefined where only a stack was named, or nothing tells which branch this is. */
  readonly branch?: string | undefined;
  readonly stack: string;
  /** What was done instead of taking the checked-out branch, as a sentence. */
  readonly note?: string;
}

/**
 * @param current the checked-out branch; undefined on a detached HEAD.
 * @param isCheckout false in a folder without git.
 * @throws UserError for options that contradict each other and stacks the map doesn't know.
 */
export function subjectOf(
  { branch, stack, local = false }: SubjectOptions,
  map: BranchMap,
  current: string | undefined,
  isCheckout: boolean,
): Subject {
  if (stack !== undefined && (branch !== undefined || local))
    throw new UserError("--stack names the stack already: leave out --branch and --local.");
  if (stack !== undefined) {
    if (!isShared(stack) && environmentOf(stack, map) === undefined)
      throw new UserError(explainUnknownStack(stack, map));
    return { stack };
  }
  const named = branch ?? current;
  if (named !== undefined) return { branch: named, stack: namesOf(named, map, { local }).stack };
  const standIn = commonBranch(map);
  const why = isCheckout ? "HEAD is detached" : "This folder is not a git checkout";
  return {
    stack: namesOf(standIn, map, { local }).stack,
    note: `${why}, so this is about branch ${standIn}; --branch names another.`,
  };
}

/** The subject of a command that is run in this checkout. */
export function subjectIn(
  { repository, map }: Pick<Project, "repository" | "map">,
  options: SubjectOptions,
): Subject {
  return subjectOf(options, map, repository?.currentBranch(), repository !== undefined);
}

/** The branch that most others meet in: the first that takes merges from anything. */
function commonBranch(map: BranchMap): string {
  const rule = map.rules.find(
    ({ acceptsMergesFrom, branch }) =>
      acceptsMergesFrom === "anything" && ![branch].flat().join().includes("*"),
  );
  return [rule?.branch ?? "main"].flat()[0] ?? "main";
}

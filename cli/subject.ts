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
 * @throws UserError for options that are empty or contradict each other, and stacks the map doesn't know.
 */
export function subjectOf(
  { branch, stack, local = false }: SubjectOptions,
  map: BranchMap,
  current: string | undefined,
  isCheckout: boolean,
): Subject {
  refuseEmpty("--branch", branch);
  refuseEmpty("--stack", stack);
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
  return {
    stack: namesOf(standIn, map, { local }).stack,
    note: `${whyUnknown(isCheckout)}, so this is about branch ${standIn}; --branch names another.`,
  };
}

/**
 * The same for a command that changes what it is about: nothing stands in for a branch that isn't known, except the
 * one whose laptop stack is asked for.
 *
 * @throws UserError as `subjectOf`, and where nothing tells which stack is meant.
 */
export function subjectToChange(...args: Parameters<typeof subjectOf>): Subject {
  const [{ local = false }, , , isCheckout] = args;
  const subject = subjectOf(...args);
  if (subject.note !== undefined && !local)
    throw new UserError(
      `${whyUnknown(isCheckout)}, so nothing tells which stack to change: name it with --branch, --stack or --local.`,
    );
  return subject;
}

/** @throws UserError for a name that is empty, as a variable is that a CI did not set. */
export function refuseEmpty(what: string, name: string | undefined): void {
  if (name?.trim() === "")
    throw new UserError(`${what} is empty: give it a name; if it comes from a variable, set that.`);
}

/** The subject of a command that is run in this checkout, found by `subjectOf` or `subjectToChange`. */
export function subjectIn(
  { repository, map }: Pick<Project, "repository" | "map">,
  options: SubjectOptions,
  find = subjectOf,
): Subject {
  return find(options, map, repository?.currentBranch(), repository !== undefined);
}

const whyUnknown = (isCheckout: boolean) =>
  isCheckout ? "HEAD is detached" : "This folder is not a git checkout";

/** The branch that most others meet in: the first that takes merges from anything. */
function commonBranch(map: BranchMap): string {
  const rule = map.rules.find(
    ({ acceptsMergesFrom, branch }) =>
      acceptsMergesFrom === "anything" && ![branch].flat().join().includes("*"),
  );
  return [rule?.branch ?? "main"].flat()[0] ?? "main";
}

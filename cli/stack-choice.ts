import type { BranchMap } from "../naming/branch-map";
import { environmentOf, explainUnknownStack } from "../naming/environment";
import { branchesOf, hasPattern } from "../naming/match";
import { namesOf } from "../naming/names";
import { isShared, LOCAL_STACK } from "../naming/reserved";
import { nameIn } from "../naming/template";
import { UserError } from "./terminal";

/** Which branch or stack a command is asked to be about; nothing means the branch that is checked out. */
export interface SubjectOptions {
  readonly branch?: string;
  readonly stack?: string;
  /** The branch's laptop stack instead of the one the map gives it. */
  readonly local?: boolean;
}

/** The stack that a command is about. */
export interface StackChoice {
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
export function choose(
  { branch, stack, local = false }: SubjectOptions,
  map: BranchMap,
  current: string | undefined,
  isCheckout: boolean,
): StackChoice {
  refuseEmpty("branch", branch);
  refuseEmpty("stack", stack);
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
 * @throws UserError as `choose`, and where nothing tells which stack is meant.
 */
export function chooseToChange(...args: Parameters<typeof choose>): StackChoice {
  const [{ local = false }, , , isCheckout] = args;
  const choice = choose(...args);
  if (choice.note !== undefined && !local)
    throw new UserError(
      `${whyUnknown(isCheckout)}, so nothing tells which stack to change: name it with --branch, --stack or --local.`,
    );
  return choice;
}

/** @throws UserError for a name that is empty, as a variable is that a CI did not set. */
function refuseEmpty(what: string, name: string | undefined): void {
  if (name?.trim() === "")
    throw new UserError(`The ${what} is empty: give it a name; if it comes from a variable, set that.`);
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

/**
 * That what stands in the checkout is another branch's than what a stack is made of, as a sentence: options choose the
 * stack, its content is always the working tree's.
 *
 * @param attached the branch that HEAD is attached to; where it is detached, as in CI, nothing is known to differ.
 * @returns undefined where they are one, and for stacks that are no branch's or any checkout's on a laptop.
 */
export function otherTree(
  { branch, stack }: StackChoice,
  attached: string | undefined,
  map: BranchMap,
): string | undefined {
  if (attached === undefined || isShared(stack) || nameIn(LOCAL_STACK, stack) !== undefined) return undefined;
  if (namesOf(attached, map).stack === stack) return undefined;
  const rule = map.rules.find((one) => !hasPattern(one) && one.stack === stack);
  const owner = branch ?? (rule === undefined ? "another branch" : branchesOf(rule).join(" or "));
  return `This is the working tree of ${attached}; stack ${stack} belongs to ${owner}.`;
}

/** The same where people depend on the stack, kept or protected: it must not get another tree without being asked for. */
export function otherTreeOfKept(...args: Parameters<typeof otherTree>): string | undefined {
  const [{ stack }, , map] = args;
  return typeof environmentOf(stack, map)?.life === "string" ? otherTree(...args) : undefined;
}

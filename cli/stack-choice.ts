import type { BranchMap } from "../naming/branch-map";
import { environmentOf, explainUnknownStack } from "../naming/environment";
import { branchesOf, hasPattern } from "../naming/match";
import { namesOf } from "../naming/names";
import { isShared, LOCAL_STACK } from "../naming/reserved";
import { nameIn } from "../naming/template";
import { UserError } from "./terminal";

/** The branch or stack that a command is about; by default the branch that is checked out. */
export interface SubjectOptions {
  readonly branch?: string;
  readonly stack?: string;
  /** The branch's laptop stack instead of the one the map gives it. */
  readonly local?: boolean;
}

/** The stack that a command is about. */
export interface StackChoice {
  /** Undefined where only a stack was named, or the branch is not known. */
  readonly branch?: string | undefined;
  readonly stack: string;
  /** Why the command is not about the checked-out branch, as a sentence. */
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
 * As `choose`, for a command that changes the stack: without a known branch it takes no default one, except for
 * --local.
 *
 * @throws UserError as `choose`, and where it is not known which stack is meant.
 */
export function chooseToChange(...args: Parameters<typeof choose>): StackChoice {
  const [{ local = false }, , , isCheckout] = args;
  const choice = choose(...args);
  if (choice.note !== undefined && !local)
    throw new UserError(
      `${whyUnknown(isCheckout)}, so it is not known which stack to change: name it with --branch, --stack or --local.`,
    );
  return choice;
}

/** @throws UserError for an empty name, as from a variable that CI did not set. */
function refuseEmpty(option: string, name: string | undefined): void {
  if (name?.trim() === "")
    throw new UserError(`${option} is empty: give it a name; if it comes from a variable, set that.`);
}

const whyUnknown = (isCheckout: boolean) =>
  isCheckout ? "HEAD is detached" : "This folder is not a git checkout";

/** The default branch: the first that takes merges from anything. */
function commonBranch(map: BranchMap): string {
  const rule = map.rules.find(
    ({ acceptsMergesFrom, branch }) =>
      acceptsMergesFrom === "anything" && ![branch].flat().join().includes("*"),
  );
  return [rule?.branch ?? "main"].flat()[0] ?? "main";
}

/**
 * A sentence where the checkout holds another branch's tree than the stack's: options choose the stack, its content is
 * always the working tree's.
 *
 * @param attached the branch that HEAD is attached to; where it is detached, as in CI, nothing is known to differ.
 * @returns undefined where the tree is the stack's own, and for shared stacks and laptop stacks.
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

/** As `otherTree`, only for kept and protected stacks: people depend on them, so another tree must be asked for. */
export function otherTreeOfKept(...args: Parameters<typeof otherTree>): string | undefined {
  const [{ stack }, , map] = args;
  return typeof environmentOf(stack, map)?.life === "string" ? otherTree(...args) : undefined;
}

import type { Stopped } from "../git/checkout";
import type { Repository } from "../git/repository";
import type { BranchMap } from "../naming/branch-map";
import { environmentOf, explainUnknownStack } from "../naming/environment";
import { branchesOf, hasPattern, isOfMergeQueue } from "../naming/match";
import { namesOf } from "../naming/names";
import { isShared, LOCAL_STACK } from "../naming/reserved";
import { nameIn } from "../naming/template";
import { inOneLine } from "../problems/problem";
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

/** The state of the checkout. */
export type CheckedOut = Pick<Repository, "attachedBranch" | "stopped" | "currentBranch">;

/**
 * @param checkedOut undefined in a folder without git.
 * @throws UserError for options that are empty or contradict each other, and stacks and branches that have no environment.
 */
export function choose(
  { branch, stack, local = false }: SubjectOptions,
  map: BranchMap,
  checkedOut: CheckedOut | undefined,
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
  const named = branch === undefined ? checkedOut?.currentBranch() : branchNamed(branch);
  if (named !== undefined) return { branch: named, stack: namesOf(named, map, { local }).stack };
  const standIn = commonBranch(map);
  return {
    stack: namesOf(standIn, map, { local }).stack,
    note: `${whyUnknown(checkedOut)}, so this is about branch ${standIn}; --branch names another.`,
  };
}

/**
 * As `choose`, for a command that changes the stack: without a known branch it takes no default one, except for
 * --local. A person's detached HEAD is at some commit, which need not be meant as what a kept branch has; only CI checks
 * out branches like that.
 *
 * @throws UserError as `choose`, and where it is not known which stack is meant.
 */
export function chooseToChange(
  options: SubjectOptions,
  map: BranchMap,
  checkedOut: CheckedOut | undefined,
  inCI: boolean,
): StackChoice {
  const choice = choose(options, map, checkedOut);
  if (options.local) return choice;
  if (choice.note !== undefined) {
    const { attachedBranch, stopped } = checkedOut ?? {};
    const isStopped = attachedBranch === undefined && stopped !== undefined;
    throw new UserError(
      `${whyUnknown(checkedOut)}, so it is not known which stack to change${isStopped ? `. ${wayOut(stopped)}.` : ": name it with --branch, --stack or --local."}`,
    );
  }
  const { branch, stack } = choice;
  const isNamed = options.branch !== undefined || options.stack !== undefined;
  if (isNamed || branch === undefined || checkedOut?.attachedBranch !== undefined || inCI) return choice;
  if (!isKept(stack, map)) return choice;
  throw new UserError(
    `HEAD is detached at the commit of branch ${branch}, so stack ${stack} may not be meant: check the branch out with \`git switch ${branch}\`, or name it with --branch.`,
  );
}

const isKept = (stack: string, map: BranchMap) => typeof environmentOf(stack, map)?.life === "string";

/**
 * The branch that a person or CI names, also by its full ref.
 *
 * @throws UserError for what is no branch, such as the `HEAD` that `git rev-parse --abbrev-ref` prints of a detached one.
 */
function branchNamed(name: string): string {
  const branch = name.replace(/^refs\/heads\//, "");
  if (branch === "" || branch === "HEAD" || branch.startsWith("refs/"))
    throw new UserError(`${name} is no branch: name one, such as develop or refs/heads/develop.`);
  if (isOfMergeQueue(branch))
    throw new UserError(
      `Branch ${branch} is a merge queue's and gets no environment: name the branch that it merges into.`,
    );
  return branch;
}

/** @throws UserError for an empty name, as from a variable that CI did not set. */
export function refuseEmpty(option: string, name: string | undefined): void {
  if (name?.trim() === "")
    throw new UserError(`${option} is empty: give it a name; if it comes from a variable, set that.`);
}

function whyUnknown(checkedOut: CheckedOut | undefined): string {
  if (checkedOut === undefined) return "This folder is not a git checkout";
  const { attachedBranch, stopped } = checkedOut;
  if (attachedBranch !== undefined) return `Branch ${attachedBranch} is a merge queue's`;
  return stopped === undefined ? "HEAD is detached" : haltOf(stopped);
}

const haltOf = (stopped: Stopped | "conflict") =>
  stopped === "conflict"
    ? "Files here have both sides of a merge in them"
    : `A \`git ${stopped}\` has stopped halfway here`;

/** The default branch: the first that takes merges from anything. */
function commonBranch(map: BranchMap): string {
  const rule = map.rules.find(
    ({ acceptsMergesFrom, branch }) =>
      acceptsMergesFrom === "anything" && ![branch].flat().join().includes("*"),
  );
  return [rule?.branch ?? "main"].flat()[0] ?? "main";
}

/**
 * A sentence where the checkout holds another tree than that of the stack's branch: options choose the stack, its content
 * is always the working tree's.
 *
 * @param checkedOut on a detached HEAD, as in CI, nothing is known to differ.
 * @returns undefined where the tree is the stack's own, and for shared stacks and laptop stacks.
 */
export function otherTree(
  { branch, stack }: StackChoice,
  checkedOut: Pick<CheckedOut, "attachedBranch"> | undefined,
  map: BranchMap,
): string | undefined {
  const attached = checkedOut?.attachedBranch;
  if (attached === undefined || isShared(stack) || isLaptops(stack)) return undefined;
  if (namesOf(attached, map).stack === stack) return undefined;
  const rule = map.rules.find((one) => !hasPattern(one) && one.stack === stack);
  const owner = branch ?? (rule === undefined ? "another branch" : branchesOf(rule).join(" or "));
  return `This is the working tree of ${inOneLine(attached)}; stack ${stack} belongs to ${inOneLine(owner)}.`;
}

/** As `otherTree`, only for kept and protected stacks: people depend on them, so another tree must be asked for. */
export function otherTreeOfKept(...args: Parameters<typeof otherTree>): string | undefined {
  const [{ stack }, , map] = args;
  return isKept(stack, map) ? otherTree(...args) : undefined;
}

/**
 * A sentence where the working tree lies between two commits, and is neither's.
 *
 * @returns undefined where it doesn't, and for laptop stacks, where nobody else depends on it.
 */
export function halfway(
  { stack }: StackChoice,
  checkedOut: Pick<Repository, "stopped" | "hasConflicts"> | undefined,
): string | undefined {
  if (checkedOut === undefined || isLaptops(stack)) return undefined;
  const stopped = checkedOut.stopped ?? (checkedOut.hasConflicts() ? "conflict" : undefined);
  return stopped && `${haltOf(stopped)}, so this working tree is no commit's.`;
}

/** The way out of what has stopped. */
export function wayOut(stopped: Stopped | undefined): string {
  if (stopped === undefined) return "Resolve them and `git add` them";
  if (stopped === "bisect") return "End it with `git bisect reset`";
  return `Finish it with \`git ${stopped} --continue\`, or take it back with \`git ${stopped} --abort\``;
}

const isLaptops = (stack: string) => nameIn(LOCAL_STACK, stack) !== undefined;

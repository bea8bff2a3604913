import type { BranchMap } from "../naming/branch-map";
import { environmentOf } from "../naming/environment";
import { branchesOf, hasPattern } from "../naming/match";
import { namesOf } from "../naming/names";
import { isShared, LOCAL_STACK } from "../naming/reserved";
import { nameIn } from "../naming/template";
import type { Project } from "./project";
import type { Subject } from "./subject";

/**
 * That what stands in the checkout is another branch's than what a stack is made of, as a sentence: options choose the
 * stack, its content is always the working tree's.
 *
 * @param attached the branch that HEAD is attached to; where it is detached, as in CI, nothing is known to differ.
 * @returns undefined where they are one, and for stacks that are no branch's or any checkout's on a laptop.
 */
export function otherTree(
  { branch, stack }: Subject,
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

/** What `otherTree` says of a subject in this checkout. */
export const otherTreeIn = ({ repository, map }: Pick<Project, "repository" | "map">, subject: Subject) =>
  otherTree(subject, repository?.attachedBranch(), map);

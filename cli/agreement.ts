import { ask, confirm, UserError, type Ask } from "./terminal";
import type { OperationOptions } from "./operation";
import { isInCI } from "./owner";
import { chooseToChange, otherTreeOfKept, wayOut } from "./stack-choice";
import { findSubject, openProject, type Subject } from "./subject";

/** The subject of a verb that changes a stack. @throws UserError where it is not known which one. */
export const subjectToChange = (root: string, options: OperationOptions): Subject =>
  findSubject(openProject(root), options, (...args) => chooseToChange(...args, isInCI()));

/**
 * The subject of a verb that runs the program of this working tree for a stack. This includes verbs that only move
 * traffic: the engine deletes what the tree doesn't declare.
 *
 * @throws UserError where it is not known which stack, where the tree is half of a merge, and where the stack is kept for
 *   another branch and nobody agrees.
 */
export async function subjectToUpdate(root: string, options: OperationOptions): Promise<Subject> {
  const subject = subjectToChange(root, options);
  const { halfway } = subject;
  if (halfway !== undefined)
    throw new UserError(
      `${halfway} Nothing was changed. ${wayOut(subject.project.repository?.stopped)}; or run this in a checkout of its own (\`git worktree add\`).`,
    );
  const difference = subject.otherTree(otherTreeOfKept);
  if (difference !== undefined && !options.yes) await agree(difference, subject.stack);
  return subject;
}

/** @throws UserError where a person doesn't type the stack's name, or there is no terminal. */
export const agree = (difference: string, stack: string, person: Ask = ask): Promise<void> =>
  confirm(
    {
      question: `${difference} Go on with this tree? Type the stack's name: `,
      stack,
      unasked: `${difference} Nobody can be asked whether to go on: confirm with --yes.`,
      declined: "Nothing was changed.",
    },
    person,
  );

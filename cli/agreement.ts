import { ask, confirm, type Ask } from "./terminal";
import type { OperationOptions } from "./operation";
import { chooseToChange, otherTreeOfKept } from "./stack-choice";
import { findSubject, openProject, type Subject } from "./subject";

/** The subject of a verb that changes a stack. @throws UserError where it is not known which one. */
export const subjectToChange = (root: string, options: OperationOptions): Subject =>
  findSubject(openProject(root), options, chooseToChange);

/**
 * The subject of a verb that runs the program of this working tree for a stack. This includes verbs that only move
 * traffic: the engine deletes what the tree doesn't declare.
 *
 * @throws UserError where it is not known which stack, and where it is kept for another branch and nobody agrees.
 */
export async function subjectToUpdate(root: string, options: OperationOptions): Promise<Subject> {
  const subject = subjectToChange(root, options);
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

import { ask, confirm, type Ask } from "./ask";
import type { OperationOptions } from "./operation";
import { otherTreeOfKept } from "./other-tree";
import { openProject, type Project } from "./project";
import { subjectIn, subjectToChange } from "./subject";

/** The project, for a verb that changes a stack. @throws UserError where nothing tells which one. */
export const openToChange = (root: string, options: OperationOptions): Project =>
  withSubject(root, options).project;

/**
 * The project, for a verb that runs the program of this working tree for a stack. Also one that only moves traffic
 * does: what the tree doesn't declare, the engine deletes.
 *
 * @throws UserError where nothing tells which stack, and where it is kept for another branch and nobody agrees.
 */
export async function openToUpdate(root: string, options: OperationOptions): Promise<Project> {
  const { project, subject } = withSubject(root, options);
  const difference = otherTreeOfKept(subject, project.repository?.attachedBranch(), project.map);
  if (difference !== undefined && !options.yes) await agree(difference, subject.stack);
  return project;
}

/** @throws UserError where a person doesn't type the stack's name, or none is there. */
export const agree = (difference: string, stack: string, person: Ask = ask): Promise<void> =>
  confirm(
    {
      question: `${difference} Go on with this tree? Type the stack's name: `,
      stack,
      unasked: `${difference} Nobody can be asked whether to go on: say so with --yes.`,
      declined: "Nothing was changed.",
    },
    person,
  );

function withSubject(root: string, options: OperationOptions) {
  const project = openProject(root);
  return { project, subject: subjectIn(project, options, subjectToChange) };
}

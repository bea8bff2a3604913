import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "../git/repository";
import type { Checkpoint } from "../release/checkpoint";
import { projectName } from "../settings/project-file";
import { readStackFiles, type StackConfig } from "../settings/stack-files";
import { openBaseFolder } from "./base-folder";
import { moveOf } from "./settled";
import { record, type Program } from "./record";
import { emptyRecording, type Recording } from "./recording";

/**
 * Runs the program that stands in a folder, for one stack.
 *
 * @param told the stack's configuration, if not that of the folder's files, and what the program is told that was
 *   recorded, unless its settings lead away from there.
 */
export async function evaluateFolder(
  folder: string,
  stack: string,
  told: { readonly config?: StackConfig; readonly checkpoint?: Checkpoint } = {},
): Promise<Recording> {
  const { config = readStackFiles(folder, stack), checkpoint = {} } = told;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which program it is, is known only now
  const program = require(join(folder, "index.ts")) as Program;
  const move = moveOf(checkpoint, config);
  const args = { program, project: projectName, stack, config };
  if (move === undefined) return record({ ...args, checkpoint });
  const { resources, messages } = await record({ ...args, checkpoint: {} });
  return { resources, messages: [move, ...messages] };
}

export interface Evaluated {
  readonly recording: Recording;
  /** Why it is empty, where it is. */
  readonly note?: string;
}

/**
 * Runs the program as it stands in a commit, for one stack, with the packages installed here. A commit that
 * has no such program, or one that fails, counts as one that declares nothing: the head must still be shown.
 *
 * @param workspace where the stack's file is that no commit has (`stackFileOf`): it holds for both sides.
 */
export async function evaluateCommit(
  repository: Repository,
  commit: string,
  stack: string,
  packages: string,
  workspace?: string,
): Promise<Evaluated> {
  const folder = openBaseFolder(commit);
  const name = repository.short(commit);
  try {
    const project = repository.exportTo(commit, folder.path);
    if (!existsSync(join(project, "index.ts")) || !existsSync(join(project, "Pulumi.yaml")))
      return {
        recording: emptyRecording,
        note: `Commit ${name} has no program yet; everything is shown as new.`,
      };
    symlinkSync(packages, join(project, "node_modules"), "dir");
    const config = readStackFiles(project, stack, workspace);
    return { recording: await evaluateFolder(project, stack, { config }) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      recording: emptyRecording,
      note: `The program of commit ${name} can't be evaluated for stack ${stack}, so everything is shown as new: ${reason}`,
    };
  } finally {
    folder.remove();
  }
}

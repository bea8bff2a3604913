import { mkdtempSync, readFileSync, rmSync, symlinkSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "../git/repository";
import type { Checkpoint } from "../release/checkpoint";
import { record, type Program } from "./record";
import { emptyRecording, type Recording } from "./recording";
import { stackConfig } from "./stack-config";

/** Runs the program that stands in a folder, for one stack. */
export function evaluateFolder(
  folder: string,
  stack: string,
  checkpoint: Checkpoint = {},
): Promise<Recording> {
  const stackFile = join(folder, `Pulumi.${stack}.yaml`);
  const config = stackConfig(
    readFileSync(join(folder, "Pulumi.yaml"), "utf8"),
    existsSync(stackFile) ? readFileSync(stackFile, "utf8") : undefined,
  );
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which program it is, is known only now
  const program = require(join(folder, "index.ts")) as Program;
  return record({ program, project: "turnout", stack, config, checkpoint });
}

export interface Evaluated {
  readonly recording: Recording;
  /** Why it is empty, where it is. */
  readonly note?: string;
}

/**
 * Runs the program as it stands in a commit, for one stack, with the packages installed here. A commit that
 * has no such program, or one that fails, counts as one that declares nothing: the head must still be shown.
 */
export async function evaluateCommit(
  repository: Repository,
  commit: string,
  stack: string,
  packages: string,
): Promise<Evaluated> {
  const folder = mkdtempSync(join(tmpdir(), "turnout-base-"));
  const name = repository.short(commit);
  try {
    const project = repository.exportTo(commit, folder);
    if (!existsSync(join(project, "index.ts")) || !existsSync(join(project, "Pulumi.yaml")))
      return {
        recording: emptyRecording,
        note: `Commit ${name} has no program yet; everything is shown as new.`,
      };
    symlinkSync(packages, join(project, "node_modules"), "dir");
    return { recording: await evaluateFolder(project, stack) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      recording: emptyRecording,
      note: `The program of commit ${name} can't be evaluated for stack ${stack}, so everything is shown as new: ${reason}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

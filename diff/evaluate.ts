import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "../git/repository";
import { emptyRecording, type Recording } from "../program/recording";
import type { Checkpoint } from "../release/checkpoint";
import { projectName } from "../settings/project-file";
import { readStackFiles, type StackConfig } from "../settings/stack-files";
import { type Program, record } from "./record";
import { moveOf, settled } from "./settled";

/**
 * Runs the program in a folder, for one stack.
 *
 * @param told the stack's configuration, if not that of the folder's files, and the checkpoint that the program gets,
 *   unless its settings lead away from there.
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
 * Runs the program of a commit, for one stack whose updates are all through, with the packages installed here. A commit that
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
    const { folder: project } = repository.exportTo(commit, folder.path);
    if (!existsSync(join(project, "index.ts")) || !existsSync(join(project, "Pulumi.yaml")))
      return {
        recording: emptyRecording,
        note: `Commit ${name} has no program yet; everything is shown as new.`,
      };
    symlinkSync(packages, join(project, "node_modules"), "dir");
    const config = readStackFiles(project, stack, workspace);
    const first = await evaluateFolder(project, stack, { config });
    // Again, from where that leaves it: an update of what is up instructs the provider otherwise than a first one.
    return { recording: await evaluateFolder(project, stack, { config, checkpoint: settled(first) }) };
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

/** A folder that is there while something runs, and removed with it. */
interface BaseFolder {
  /** Empty at first. */
  readonly path: string;
  readonly remove: () => void;
}

const ending = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * A folder for a commit's files under the system's temporary one. The same path at every run lets tsx find there what it
 * transpiled the last time; where a run at the same time has it, or anybody else, another one. Removed also when a signal
 * ends the process; a folder left by a killed run is taken over by the next.
 */
export function openBaseFolder(commit: string): BaseFolder {
  const folder = ownFolder(join(tmpdir(), `turnout-base-${commit}`));
  const path = join(folder, "tree");
  const remove = () => {
    for (const signal of ending) process.off(signal, end);
    rmSync(path, { recursive: true, force: true });
    // The mark is removed last, so that the rest of a removal that was killed can be taken over; and the folder only while
    // it is empty, because without the mark it may be another run's at once.
    attempt(unlinkSync, join(folder, markOf(process.pid)));
    attempt(rmdirSync, folder);
  };
  const end = (signal: NodeJS.Signals) => {
    remove();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal); // as if nobody had listened
  };
  for (const signal of ending) process.on(signal, end);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  return { path, remove };
}

/** A folder with this process's mark in it: the usual one where that is free or a dead run's, else one of its own. */
function ownFolder(usual: string): string {
  const own = mkdtempSync(`${usual}-`);
  writeFileSync(join(own, markOf(process.pid)), "");
  // A rename takes a name that is free, or an empty folder of one's own, and never one with anything in it. So nobody ever
  // sees the usual folder without a mark.
  if (!attempt(renameSync, own, usual) && !attempt(takeOver, usual)) return own;
  rmSync(own, { recursive: true, force: true });
  return usual;
}

/** @throws where a folder is another person's, or its run isn't known to be dead. */
function takeOver(usual: string): void {
  const { uid } = lstatSync(usual); // of a link, not of what it leads to
  if (uid !== process.getuid?.()) throw new Error("another person's");
  const mark = readdirSync(usual).find((name) => name.startsWith(prefix)) ?? "";
  if (!isDead(mark)) throw new Error("in use");
  // One of two that try this at once gets it: for the other the mark is not there any more.
  renameSync(join(usual, mark), join(usual, markOf(process.pid)));
}

/** A pid means a process on its own machine (or in its own container) only. */
const prefix = `run-on-${hostname()}-`;
const markOf = (pid: number) => `${prefix}${pid}`;

function isDead(mark: string): boolean {
  const pid = Number(mark.slice(prefix.length));
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH"; // EPERM: it runs, as somebody else
  }
}

function attempt<A extends unknown[]>(step: (...args: A) => void, ...args: A): boolean {
  try {
    step(...args);
    return true;
  } catch {
    return false;
  }
}

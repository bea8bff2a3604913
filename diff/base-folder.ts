import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

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

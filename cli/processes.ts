import { readFileSync } from "node:fs";

/** A process as Linux lists it in /proc/<pid>/stat. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** What it runs, cut to 15 characters by the kernel. */
  readonly name: string;
  /** It has ended, and its parent has not asked how. */
  readonly isZombie: boolean;
  /** Clock ticks from the machine's start to its own: with the pid, no other process ever has the same. */
  readonly started: number;
}

/** Reads a line of /proc/<pid>/stat (proc_pid_stat(5)); the name in parentheses may itself hold some. */
export function parseStat(line: string): Process | undefined {
  const match = /^(\d+) \(([^]*)\) (\S) ([^]*)$/.exec(line);
  const [parent, ...rest] = match?.[4]?.split(" ") ?? [];
  const started = rest[17]; // field 22
  if (match === null || parent === undefined || started === undefined) return undefined;
  return {
    pid: Number(match[1]),
    parent: Number(parent),
    name: match[2] ?? "",
    isZombie: match[3] === "Z" || match[3] === "X",
    started: Number(started),
  };
}

/** @returns undefined where there is no such process any more, and on systems without /proc. */
export function processOf(pid: number): Process | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Whether the engine that took a lock still runs on this machine. A pid is given to another process some day: one
 * that isn't called after Pulumi and began after the lock was taken is that. Where this can't be told, it runs.
 */
export function engineRuns(pid: number, locked: Date): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false; // EPERM: it runs, as somebody else
  }
  const found = processOf(pid);
  if (found === undefined) return true;
  if (found.isZombie) return false;
  return found.name.startsWith("pulumi") || !(startOf(found) > locked.getTime() + slack);
}

/** Milliseconds: a lock's time is cut to whole seconds, and so is the machine's start. */
const slack = 3000;
const ticksPerSecond = 100; // USER_HZ, the same on every Linux that Node runs on

/** Milliseconds since 1970; NaN where the machine doesn't say when it started. */
function startOf({ started }: Process): number {
  const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
  return (Number(boot) + started / ticksPerSecond) * 1000;
}

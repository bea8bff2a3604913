import { isOver, renewal, type Held } from "./lease-record";
import type { Self } from "./owner";

/** A lock of one of Pulumi's own backends: a file, a bucket (pkg/backend/diy/lock.go). Pulumi Cloud shows none. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  /** The engine's process. */
  readonly pid: number;
  /** Whole seconds. */
  readonly since: Date;
  /** Where it lies. */
  readonly url: string;
}

/** The locks that an engine's error names, each once: the Automation API repeats what the engine wrote. */
export function parseLocks(text: string): Lock[] {
  const locks = new Map<string, Lock>();
  for (const [, url = "", user = "", host = "", pid, time = ""] of text.matchAll(
    /^\s*(\S+): created by (.+)@([^@\s]+) \(pid (\d+)\) at (\S+)\s*$/gm,
  )) {
    const since = new Date(time);
    if (!Number.isNaN(since.getTime())) locks.set(url, { url, user, host, pid: Number(pid), since });
  }
  return [...locks.values()];
}

/** What the engine says of a stack that is locked, and names the locks. */
export const locked = /currently locked by \d+ lock\(s\)[^]*?created by /;

/** What it says of a stack that Pulumi Cloud is updating: Cloud shows no lock. */
export const cloudConflict = /\[409\] Conflict|another update is currently in progress/i;

/** Whose a lock is, and whether its update still runs; `evidence` is what says so. */
export type Verdict =
  | { readonly kind: "own-dead" | "own-alive"; readonly evidence: "process" | "lease" }
  | { readonly kind: "other" | "unknown" };

export interface LockFacts {
  /** Whether the engine that took the lock at that time still runs on this machine. */
  readonly engineRuns: (pid: number, locked: Date) => boolean;
  /** The environment's lease, if there is one. */
  readonly lease: Held | undefined;
  readonly now: Date;
}

/**
 * Judges a lock. Only `own-dead` may be freed, so every doubt is another verdict:
 *
 * - The lock's process is asked where its pid can mean something here: same user, same host name, and the lease's
 *   machine is this one. Without a lease the host's name has to do, but not in CI with a bucket: hosted runners come
 *   out of one image and may share their name.
 * - Else the lease is asked, and its owner has to be this one.
 */
export function verdictOn(lock: Lock, self: Self, { engineRuns, lease: found, now }: LockFacts): Verdict {
  const lease = found !== undefined && covers(found, lock) ? found : undefined;
  if (lease !== undefined && lease.owner !== self.owner) return { kind: "other" };
  const sameName = lock.user === self.user && lock.host === self.host;
  const samePids = lease
    ? lease.machine === self.machine
    : self.job === undefined || lock.url.startsWith("file:");
  if (sameName && samePids)
    return { kind: engineRuns(lock.pid, lock.since) ? "own-alive" : "own-dead", evidence: "process" };
  if (lease !== undefined) return { kind: isOver(lease, now) ? "own-dead" : "own-alive", evidence: "lease" };
  return { kind: sameName || (self.job !== undefined && lock.user === self.user) ? "unknown" : "other" };
}

/** Milliseconds that a renewal may be late: its request takes 2 s at most (cli/cluster.ts), its process has others to make. */
const slack = 5000;

/**
 * Whether a lease was kept by the command whose engine took this lock: the same user and host, and taken while it was
 * kept, so before the renewal that never came. The next command of that user and host takes locks later than that.
 */
export function covers({ user, host, since, renewed }: Held, lock: Lock): boolean {
  const taken = lock.since.getTime();
  return (
    user === lock.user &&
    host === lock.host &&
    since.getTime() < taken + 1000 && // the lock's fraction of a second is cut off
    taken <= renewed.getTime() + renewal + slack
  );
}

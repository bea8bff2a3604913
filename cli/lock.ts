import type { Lock } from "../internals/file-backend";
import { isOver, renewal, type Held } from "./lease";
import type { Self } from "./owner";

/**
 * Whose a lock is, and whether its update still runs. Only one's own dead lock may be freed; `by lease` means that only
 * the lease shows it.
 */
export type LockState =
  "own, dead" | "own, dead by lease" | "own, alive" | "own, alive by lease" | "other" | "unknown";

export interface LockFacts {
  /** Whether the engine that took the lock at that time still runs on this machine. */
  readonly engineRuns: (pid: number, locked: Date) => boolean;
  /** The environment's lease, if there is one. */
  readonly lease: Held | undefined;
  readonly now: Date;
}

/**
 * The state of a lock; every doubt is `other` or `unknown`.
 *
 * - The lock's process is asked where its pid can mean something here: same user, same host name, and the lease's
 *   machine is this one. Without a lease the host's name is used, but not in CI with a bucket: hosted runners come out
 *   of one image and may share their name.
 * - Else the lease is asked, and its owner has to be this one.
 */
export function lockState(lock: Lock, self: Self, { engineRuns, lease: found, now }: LockFacts): LockState {
  const lease = found && covers(found, lock) ? found : undefined;
  if (lease && lease.owner !== self.owner) return "other";
  const inCi = self.job !== undefined;
  const sameName = lock.user === self.user && lock.host === self.host;
  const samePids = lease ? lease.machine === self.machine : !inCi || lock.url.startsWith("file:");
  if (sameName && samePids) return engineRuns(lock.pid, lock.since) ? "own, alive" : "own, dead";
  if (!lease) return sameName || (inCi && lock.user === self.user) ? "unknown" : "other";
  if (!isOver(lease, now)) return "own, alive by lease";
  // A lock that is younger than the last renewal may be that of the next command on the same machine.
  return lock.since.getTime() + fraction <= lease.renewed.getTime() ? "own, dead by lease" : "unknown";
}

const fraction = 1000; // milliseconds: a lock's time is cut to whole seconds
/** Milliseconds that a renewal may be late: its request takes 2 s at most (live/kubernetes.ts), its process has others to make. */
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
    since.getTime() < taken + fraction &&
    taken <= renewed.getTime() + renewal + slack
  );
}

/** A lock and its job, as a person would say it: `ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes)`. */
export function holderOf(lock: Lock, lease: Held | undefined, now: Date): string {
  const { user, host, pid, since } = lock;
  const job = lease?.job !== undefined && covers(lease, lock) ? `, job ${lease.job}` : "";
  // To the minute, in UTC: the reader's machine and the lock's may be on two continents.
  const minute = `${since.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `${user}@${host} (pid ${pid}) since ${minute} (${spanOf(now.getTime() - since.getTime())})${job}`;
}

/** There is more than one lock only where some are dead: the engine allows one update at a time. */
export function updatedBy(stack: string, locks: readonly Lock[], lease: Held | undefined, now: Date): string {
  const holders = locks.map((lock) => holderOf(lock, lease, now)).join(" and by ");
  return `Stack ${stack} is being updated by ${holders || "somebody else"}`;
}

/** Who is updating a stack, and what to do about it. */
export const holderSentence = (stack: string, ...of: [readonly Lock[], Held | undefined, Date]): string =>
  `${updatedBy(stack, ...of)}: wait until that is through. If it is dead, \`npx turnout unlock --stack ${stack}\` frees the stack or says who can.`;

/** Of a stack that Pulumi Cloud is updating: it doesn't say who. */
export const cloudSentence = (stack: string): string =>
  `Stack ${stack} is being updated by somebody else: wait until that is through. If it is dead, Pulumi Cloud frees the stack by itself within minutes, and \`pulumi cancel --stack ${stack}\` at once.`;

/** Of a lock that was there and could not be read. */
export const fleetingSentence = (stack: string): string =>
  `Stack ${stack} was being updated by somebody else a moment ago, and the lock doesn't say by whom: run the command again; while that update goes on, it says who has the stack.`;

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** A span in its largest whole unit; never negative, also where two clocks disagree. */
export function spanOf(milliseconds: number): string {
  const [unit, length] = units.find(([, length]) => milliseconds >= length) ?? [];
  if (unit === undefined) return "less than a minute";
  const count = Math.floor(milliseconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

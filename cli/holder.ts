import type { Held } from "./lease-record";
import { covers, type Lock } from "./lock";
import { spanOf } from "./span";

/** A lock and its job, as a person would say it: `ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes)`. */
export function holderOf(lock: Lock, lease: Held | undefined, now: Date): string {
  const { user, host, pid, since } = lock;
  const job = lease?.job !== undefined && covers(lease, lock) ? `, job ${lease.job}` : "";
  return `${user}@${host} (pid ${pid}) since ${minuteOf(since)} (${spanOf(now.getTime() - since.getTime())})${job}`;
}

/** Who is updating a stack, and what to do about it. */
export function holderSentence(
  stack: string,
  locks: readonly Lock[],
  lease: Held | undefined,
  now: Date,
): string {
  return `${updatedBy(stack, locks, lease, now)}: wait until that is through. If it is dead, \`npx turnout unlock --stack ${stack}\` frees the stack or says who can.`;
}

/** More than one lock shows only where some are dead: the engine lets no two updates in. */
export const updatedBy = (
  stack: string,
  locks: readonly Lock[],
  lease: Held | undefined,
  now: Date,
): string =>
  `Stack ${stack} is being updated by ${locks.map((lock) => holderOf(lock, lease, now)).join(" and by ") || "somebody else"}`;

/** Pulumi Cloud doesn't say who. */
export const cloudSentence = (stack: string): string =>
  `Stack ${stack} is being updated by somebody else: wait until that is through. If it is dead, Pulumi Cloud frees the stack by itself within minutes, and \`pulumi cancel --stack ${stack}\` at once.`;

/** To the minute, in UTC: the reader's machine and the lock's may be on two continents. */
const minuteOf = (time: Date): string => `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;

import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { holderOf } from "./holder";
import { renewal, type Held } from "./lease-record";
import { covers, parseLocks, verdictOn, type Lock, type Verdict } from "./lock";
import type { LockedStack } from "./locked-stack";

/** A stack's locks as the engine named them, each with what is known of it. */
export interface Judgement {
  readonly locks: readonly { readonly lock: Lock; readonly verdict: Verdict }[];
  readonly lease: Held | undefined;
}

/**
 * Judges the locks that an engine's error names. Where only the lease says that a command is dead, it is watched for
 * some time more.
 */
export async function judge(locked: LockedStack, text: string): Promise<Judgement> {
  const { self, engineRuns, print, pause } = locked;
  const lease = await locked.lease();
  const judged = parseLocks(text).map((lock) => ({
    lock,
    verdict: verdictOn(lock, self, { engineRuns, lease, now: new Date() }),
  }));
  if (!judged.some(({ verdict }) => isByLease(verdict))) return { locks: judged, lease };
  const watched = Math.max(
    ...judged.filter(({ verdict }) => isByLease(verdict)).map(({ lock }) => watchOf(lock, lease)),
  );
  print(
    `Stack ${locked.stack} is locked by a job that seems dead: watching it for ${watched / 1000} seconds.`,
  );
  await pause(watched);
  const later = await locked.lease();
  if (later?.renewed.getTime() === lease?.renewed.getTime()) return { locks: judged, lease };
  const alive: Verdict = { kind: "own-alive", evidence: "lease" };
  return {
    locks: judged.map(({ lock, verdict }) => ({ lock, verdict: isByLease(verdict) ? alive : verdict })),
    lease: later,
  };
}

/**
 * Milliseconds that a lease is watched before its lock is freed. Two renewals, because two machines' clocks need not
 * agree. A lock that is younger than the last renewal may be that of the next command on the same machine, which takes
 * the lease over once that has run out before its own eyes (turnOf): it is given the time for it.
 */
function watchOf({ since }: Lock, lease: Held | undefined): number {
  const isYounger = lease !== undefined && since.getTime() + 1000 > lease.renewed.getTime(); // its fraction is cut off
  return 2 * renewal + (isYounger ? lease.seconds * 1000 : 0);
}

const isByLease = (verdict: Verdict) => verdict.kind === "own-dead" && verdict.evidence === "lease";

/**
 * Frees a stack whose every lock is of a dead command of one's own, ends what its engine left running and says so
 * in a line. What was cut off in the state is for `recover`.
 *
 * @param text what the engine said when it refused.
 * @returns whether the stack is free now, so that the caller can try again.
 */
export async function freeOwnDeadLock(locked: LockedStack, text: string): Promise<boolean> {
  const { locks, lease } = await judge(locked, text);
  if (locks.length === 0 || locks.some(({ verdict }) => verdict.kind !== "own-dead")) return false;
  return free(
    locked,
    locks.map(({ lock }) => lock),
    lease,
  );
}

/** @returns false where somebody else was faster, and has the stack now. */
export async function free(
  { stack, ask, cancel, removeLease, endLeftovers, print }: LockedStack,
  locks: readonly Lock[],
  lease: Held | undefined,
): Promise<boolean> {
  const files = filesOf(locks);
  if (files === undefined) {
    const left = parseLocks((await ask()) ?? "");
    if (left.some(({ url }) => !locks.some((lock) => lock.url === url))) return false;
    if (left.length === 0) return true;
    await cancel();
  } else if (files.some((file) => existsSync(file))) {
    for (const file of files) rmSync(file, { force: true });
  } else return true; // its command ended well in the meantime
  if (lease && locks.some((lock) => covers(lease, lock))) await removeLease(lease);
  const ended = await endLeftovers();
  const holders = locks.map((lock) => holderOf(lock, lease, new Date())).join(" and ");
  const plugins =
    ["", ", and a plugin it left running ended"][ended] ?? `, and ${ended} plugins it left running ended`;
  print(`Stack ${stack} was left locked by ${holders}, which is dead: the lock is removed${plugins}.`);
  return true;
}

/**
 * The files of these locks, each with its attributes; undefined for a bucket's. `pulumi cancel` would remove every
 * lock, also that of another command that freed the stack in the meantime and is updating it now.
 */
function filesOf(locks: readonly Lock[]): string[] | undefined {
  try {
    return locks.map(({ url }) => fileURLToPath(new URL(url))).flatMap((path) => [path, `${path}.attrs`]);
  } catch {
    return undefined;
  }
}

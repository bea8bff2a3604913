import type { Stack } from "@pulumi/pulumi/automation";
import { existsSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cloudConflict, locked, parseLocks, type Lock } from "../internals/file-backend";
import { readLease, removeLease, renewal, type Held, type LeasePlace } from "./lease";
import { cloudSentence, covers, holderOf, lockState, updatedBy, type LockState } from "./lock";
import { openSubject, type OperationOptions } from "./operation";
import { endLeftovers, engineRuns, markOf, selfOf } from "./owner";
import type { Subject } from "./subject";
import { UserError } from "./terminal";

interface Opened extends LeasePlace {
  readonly stack: Stack;
  readonly root: string;
  readonly print: (line: string) => void;
}

/** A stack that may be locked, with all that is needed to find whose the lock is and to free it. */
export const lockedStack = ({ stack, root, print, ...place }: Opened) => ({
  stack: stack.name,
  self: selfOf(),
  /** The engine's words about its locks; undefined where the stack is free. Changes nothing. */
  ask: () => askLock(stack),
  /** Removes every lock, also one that is taken in this moment. */
  cancel: () => stack.cancel(),
  lease: () => readLease(place),
  removeLease: (dead: Held) => removeLease(place, dead),
  /** @returns how many plugins of a dead engine it ended. */
  endLeftovers: () => endLeftovers(markOf(root, stack.name)),
  engineRuns,
  now: () => new Date(),
  pause: (milliseconds: number) => setTimeout<unknown>(milliseconds),
  print,
});

export type LockedStack = Readonly<ReturnType<typeof lockedStack>>;

/**
 * Asks the engine whether a stack is locked, by making the stack that is there: the engine takes the lock, finds the
 * stack and gives up (pkg/backend/diy/backend.go, CreateStack). An update whose program fails would show it, too, but
 * it writes the state, and without the operations that the last update left pending.
 */
async function askLock({ workspace, name }: Stack): Promise<string | undefined> {
  try {
    await workspace.createStack(name);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (locked.test(text)) return text;
    if (!text.includes("already exists")) throw error;
    // Pulumi Cloud takes no lock for that; it lists which stacks it updates, and other backends list none.
    const found = (await workspace.listStacks()).find((one) => one.name.split("/").at(-1) === name);
    return found?.updateInProgress === true ? "Another update is currently in progress." : undefined; // as it says itself
  }
  await workspace.removeStack(name); // somebody had removed it since it was opened
  return undefined;
}

interface Holders {
  readonly locks: readonly (Lock & { readonly state: LockState })[];
  readonly lease: Held | undefined;
}

/** Milliseconds that a lease is watched before a lock is freed by it alone: two machines' clocks may differ. */
const watched = 2 * renewal;

/** The locks that an engine's error names, with what is known of each. */
async function whoHolds(stack: LockedStack, text: string): Promise<Holders> {
  const lease = await stack.lease();
  const facts = { engineRuns: stack.engineRuns, lease, now: stack.now() };
  const locks = parseLocks(text).map((lock) => ({ ...lock, state: lockState(lock, stack.self, facts) }));
  if (!locks.some(({ state }) => state === "own, dead by lease")) return { locks, lease };
  stack.print(
    `Stack ${stack.stack} is locked by a job that seems dead: watching it for ${watched / 1000} seconds.`,
  );
  await stack.pause(watched);
  const later = await stack.lease();
  if (later && later.version === lease?.version) return { locks, lease };
  const alive = (state: LockState) => (state === "own, dead by lease" ? "own, alive by lease" : state);
  return { locks: locks.map((lock) => ({ ...lock, state: alive(lock.state) })), lease: later };
}

/**
 * Frees a stack whose locks are all of dead commands of the same owner, ends the plugins that they left running, and
 * prints a line about it. The state is repaired by `recover`.
 *
 * @param text the engine's error.
 * @returns whether the stack is free now, so that the caller can try again.
 */
export async function freeOwnDeadLock(stack: LockedStack, text: string): Promise<boolean> {
  const holders = await whoHolds(stack, text);
  const areDead = holders.locks.every(({ state }) => state.startsWith("own, dead"));
  return holders.locks.length > 0 && areDead && free(stack, holders);
}

/** @returns false where somebody else was faster, and has the stack now. */
async function free(stack: LockedStack, { locks, lease }: Holders): Promise<boolean> {
  const files = filesOf(locks);
  if (files === undefined) {
    const left = parseLocks((await stack.ask()) ?? "").map(({ url }) => url);
    if (left.some((url) => !locks.some((lock) => lock.url === url))) return false;
    if (left.length === 0) return true;
    await stack.cancel();
  } else if (files.some((file) => existsSync(file))) {
    for (const file of files) rmSync(file, { force: true });
  } else return true; // its command ended well in the meantime
  if (lease && locks.some((lock) => covers(lease, lock))) await stack.removeLease(lease);
  const ended = stack.endLeftovers();
  const plugins =
    ["", ", and a plugin it left running ended"][ended] ?? `, and ${ended} plugins it left running ended`;
  const holders = locks.map((lock) => holderOf(lock, lease, stack.now())).join(" and ");
  stack.print(
    `Stack ${stack.stack} was left locked by ${holders}, which is dead: the lock is removed${plugins}.`,
  );
  return true;
}

/**
 * The files of these locks, each with its attributes; undefined for a bucket's. `pulumi cancel` would remove every
 * lock, also that of another command that freed the stack in the meantime and is updating it now.
 */
function filesOf(locks: readonly Lock[]): string[] | undefined {
  try {
    return locks.map(({ url }) => fileURLToPath(url)).flatMap((path) => [path, `${path}.attrs`]);
  } catch {
    return undefined;
  }
}

/** `turnout unlock`: frees a stack whose update died, if that was one's own; never another person's. */
export async function runUnlock(
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
): Promise<void> {
  const stack = await openSubject(subject, options, false);
  if (stack === undefined)
    throw new UserError(`Stack ${subject.stack} doesn't exist: there is nothing to unlock.`);
  const { root, namespace } = subject;
  const print = (line: string) => out.write(`${line}\n`);
  await unlock(lockedStack({ stack, root, namespace, cluster: () => subject.cluster(), print }));
}

/** @throws UserError where a lock is not one's own, or its update may be alive. */
export async function unlock(locked: LockedStack): Promise<void> {
  const { stack, print } = locked;
  const text = await locked.ask();
  if (text === undefined) return print(`Stack ${stack} is not locked.`);
  if (cloudConflict.test(text)) throw new UserError(cloudSentence(stack));
  const holders = await whoHolds(locked, text);
  if (holders.locks.length === 0)
    throw new UserError(`Stack ${stack} is locked, and the engine doesn't say by whom: ${text}`);
  for (const lock of holders.locks) {
    const why = refusal(stack, lock);
    if (why) throw new UserError(`${updatedBy(stack, [lock], holders.lease, locked.now())}: ${why}`);
  }
  if (!(await free(locked, holders)))
    throw new UserError(
      `Stack ${stack} is being updated by another command by now: wait until that is through.`,
    );
  print(`\`npx turnout up --stack ${stack}\` goes on from what was done.`);
}

/** The reason why a lock is not freed, and what to do instead; undefined for one that is. */
function refusal(stack: string, { user, host, pid, state }: Holders["locks"][number]): string | undefined {
  const byHand = `\`pulumi cancel --stack ${stack}\` frees the stack`;
  switch (state) {
    case "own, dead":
    case "own, dead by lease":
      return undefined;
    case "own, alive":
      return `process ${pid} runs on this machine. End it first, with Ctrl-C where it was started or with \`kill -INT ${pid}\`; it frees the stack itself.`;
    case "own, alive by lease":
      return "its job still says that it is alive. End the job first; if it is dead, try again in a minute.";
    case "other":
      return `it is not yours to free. Ask ${user}@${host}; if nobody can be asked and you know that it is dead, ${byHand}.`;
    case "unknown":
      return `it can't be seen from here whether it is dead. If you know that it is, ${byHand}.`;
  }
}

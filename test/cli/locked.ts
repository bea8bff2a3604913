import type { Held } from "../../cli/lease-record";
import type { Lock } from "../../cli/lock";
import type { LockedStack } from "../../cli/locked-stack";
import { ana, lock, runner, runnersLease, runnersLock, words } from "./lock-sample";

/** One moment for all of them: what is made when this file is loaded and what is made in a test belong together. */
const loaded = Date.now();
export const minutes = (count: number) => new Date(loaded - count * 60_000 - 1000);
export const ago = (locked: Lock, count = 300): Lock => ({
  ...locked,
  since: new Date(minutes(count).setMilliseconds(0)),
});
export const stamp = (time: Date) => `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** A stack with these locks, in a bucket. */
export class Locked implements LockedStack {
  readonly stack = "dev";
  self = ana;
  readonly said: string[] = [];
  readonly did: string[] = [];
  /** What the lease says at each look; the last one goes on. */
  leases: (Held | undefined)[] = [undefined];
  living: readonly number[] = [];
  leftovers = 0;

  constructor(public locks: readonly Lock[]) {}

  get text(): string {
    return words(...this.locks);
  }
  ask = () => Promise.resolve(this.locks.length > 0 ? this.text : undefined);
  cancel = () => {
    this.locks = [];
    return this.do("cancel");
  };
  lease = () => Promise.resolve(this.leases.length > 1 ? this.leases.shift() : this.leases[0]);
  removeLease = (dead: Held) => this.do(`remove ${dead.owner}'s lease`);
  endLeftovers = async () => {
    await this.do("end leftovers");
    return this.leftovers;
  };
  engineRuns = (pid: number) => this.living.includes(pid);
  pause = (milliseconds: number) => this.do(`wait ${milliseconds}`);
  print = (line: string) => void this.said.push(line);

  private do(what: string): Promise<void> {
    this.did.push(what);
    return Promise.resolve();
  }
}

export const dead = ago(lock);
export const died = `Stack dev was left locked by ana@laptop (pid 4711) since ${stamp(dead.since)} (5 hours), which is dead: the lock is removed`;
export const jobs = ago(runnersLock);
export const jobsLease = (renewed = minutes(298)): Held => ({
  ...runnersLease,
  since: minutes(301),
  renewed,
});
export const asJob = (locked: Locked, ...leases: (Held | undefined)[]) =>
  Object.assign(locked, { self: runner, leases });

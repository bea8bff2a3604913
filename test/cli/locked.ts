import type { Held } from "../../cli/lease";
import type { Lock } from "../../internals/file-backend";
import type { LockFacts } from "../../cli/lock";
import type { Self } from "../../cli/owner";
import type { LockedStack } from "../../cli/unlock";

/** Ana at her laptop, a CI job of hers, and what both leave behind. */
export const ana: Self = {
  user: "ana",
  host: "laptop",
  machine: "boot-1 pid:[1]",
  pid: 99,
  owner: "ana@laptop",
  job: undefined,
};

export const runner: Self = {
  user: "runner",
  host: "runner-1",
  machine: "boot-7 pid:[1]",
  pid: 99,
  owner: "github:ana/shop",
  job: "https://github.com/ana/shop/actions/runs/124 (deploy)",
};

export const now = new Date("2026-11-21T13:05:30Z");

export const lock: Lock = {
  user: "ana",
  host: "laptop",
  pid: 4711,
  since: new Date("2026-11-21T13:00:00Z"),
  url: "s3://state/.pulumi/locks/organization/turnout/dev/1.json",
};

export const runnersLock: Lock = { ...lock, user: "runner", host: "runner-0" };

/** The lease of a job that died within 40 s after 13:02. */
export const runnersLease: Held = {
  ...runner,
  host: "runner-0",
  machine: "boot-6 pid:[1]",
  pid: 4700,
  job: "https://github.com/ana/shop/actions/runs/123 (deploy)",
  since: new Date("2026-11-21T12:59:58.250Z"),
  renewed: new Date("2026-11-21T13:02:00Z"),
  seconds: 40,
  version: "7",
};

export const facts = (more: Partial<LockFacts> = {}): LockFacts => ({
  engineRuns: () => false,
  lease: undefined,
  now,
  ...more,
});

/** The engine's error about these locks, as the Automation API passes it on: twice. */
export function words(...locks: readonly Lock[]): string {
  const said = [
    `error: the stack is currently locked by ${locks.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
    ...locks.map(
      ({ url, user, host, pid, since }) =>
        `  ${url}: created by ${user}@${host} (pid ${pid}) at ${since.toISOString().replace(".000", "")}`,
    ),
  ].join("\n");
  return `code: 255\n stdout: \n stderr: ${said}\n err?: Error: Command failed with exit code 255\n${said}\n`;
}

/** A stack with these locks, in a bucket. */
export class Locked implements LockedStack {
  readonly stack = "dev";
  self = ana;
  readonly said: string[] = [];
  readonly did: string[] = [];
  /** The lease at each look; the last one is repeated. */
  leases: (Held | undefined)[] = [undefined];
  living: readonly number[] = [];
  leftovers = 0;

  constructor(public locks: readonly Lock[]) {}

  get text(): string {
    return words(...this.locks);
  }
  now = () => now;
  ask = () => Promise.resolve(this.locks.length > 0 ? this.text : undefined);
  cancel = () => {
    this.locks = [];
    return this.do("cancel");
  };
  lease = () => Promise.resolve(this.leases.length > 1 ? this.leases.shift() : this.leases[0]);
  removeLease = (dead: Held) => this.do(`remove ${dead.owner ?? "nobody"}'s lease`);
  endLeftovers = () => {
    void this.do("end leftovers");
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

export const asJob = (locked: Locked, ...leases: (Held | undefined)[]) =>
  Object.assign(locked, { self: runner, leases });

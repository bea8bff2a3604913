import type { V1Lease } from "@kubernetes/client-node";
import type { Self } from "./owner";

/** What a lease says: which command is about an environment, and when it was last known to run. */
export interface Held extends Self {
  readonly since: Date;
  readonly renewed: Date;
  /** Without a renewal for that long the command is dead. */
  readonly seconds: number;
}

/** Milliseconds between two renewals. */
export const renewal = 10_000;

/** Four renewals: an API server that restarts must not make a command look dead. */
export const seconds = 40;

const prefix = "turnout.dev/";

/** Reads a lease; undefined for one that nobody holds, and for one that isn't ours to read. */
export function heldOf({ metadata, spec }: V1Lease): Held | undefined {
  const say = (key: string) => metadata?.annotations?.[prefix + key];
  const [owner, user, host, machine] = [say("owner"), say("user"), say("host"), say("machine")];
  if (!spec?.holderIdentity || !spec.acquireTime || !spec.renewTime) return undefined;
  if (owner === undefined || user === undefined || host === undefined || machine === undefined)
    return undefined;
  return {
    owner,
    user,
    host,
    machine,
    pid: Number(say("pid")),
    job: say("job"),
    since: new Date(spec.acquireTime),
    renewed: new Date(spec.renewTime),
    seconds: spec.leaseDurationSeconds ?? seconds,
  };
}

/** The annotations that `heldOf` reads, and the holder in words for who looks at it with kubectl. */
export function saidOf({ owner, user, host, machine, pid, job }: Self) {
  const facts = { owner, user, host, machine, pid: String(pid), ...(job !== undefined && { job }) };
  return {
    annotations: Object.fromEntries(Object.entries(facts).map(([key, value]) => [prefix + key, value])),
    holder: job ?? `${user}@${host} pid ${pid}`,
  };
}

/** Whether a lease is this very process's. */
export const isOf = (held: Held, { machine, pid }: Pick<Self, "machine" | "pid">): boolean =>
  machine === held.machine && pid === held.pid;

/** Whether nobody renewed a lease for its whole duration, by this machine's clock. */
export const isOver = ({ renewed, seconds }: Held, now: Date): boolean =>
  now.getTime() > renewed.getTime() + seconds * 1000;

/** A renewal of somebody else's lease, and when this process first saw it, in its own milliseconds. */
export interface Sighting {
  readonly renewed: number;
  readonly at: number;
}

/**
 * What to do about a lease now. Somebody else's is taken only after it stayed the same for its duration before this
 * process's eyes: two machines' clocks need not agree, and until then it is what tells that a lock is dead.
 */
export function turnOf(
  held: Held | undefined,
  self: Self,
  seen: Sighting | undefined,
  now: number,
): "take" | "leave" {
  if (held === undefined || isOf(held, self)) return "take";
  const same = seen?.renewed === held.renewed.getTime();
  return same && now - seen.at >= held.seconds * 1000 ? "take" : "leave";
}

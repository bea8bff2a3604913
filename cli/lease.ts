import type { CoordinationV1Api, V1Lease } from "@kubernetes/client-node";
import { setTimeout as pause } from "node:timers/promises";
import type { Cluster } from "./cluster";
import { find, remove, write } from "./lease-api";
import { heldOf, isOf, renewal, turnOf, type Held, type Sighting } from "./lease-record";
import type { Self } from "./owner";

const delay = 1000; // milliseconds: a rollback is over by then, and must not wait for the cluster's library to load
const patience = 2000; // milliseconds that the end of a command waits for the cluster

/** A lease that is being kept. */
export interface KeptLease {
  /** Gives it back, if it is still ours. Never fails, and takes 2 seconds at most. */
  readonly end: () => Promise<void>;
}

/**
 * Says in the environment's namespace who is at work on it, from which job, and that it is alive. It is information:
 * who may update is decided by the engine's lock. So nothing is said and nothing fails where there is no namespace
 * yet, no right to it or no cluster.
 *
 * @param wait milliseconds before it looks at the cluster for the first time.
 */
export function keepLease(
  open: () => Promise<Cluster>,
  namespace: string,
  self: Self,
  wait = delay,
): KeptLease {
  const since = new Date();
  let api: Promise<CoordinationV1Api> | undefined;
  let seen: Sighting | undefined;
  let ours: V1Lease | undefined;
  const beat = async () => {
    api ??= open().then(({ coordination }) => coordination);
    const there = await find(await api, namespace);
    const held = there && heldOf(there);
    const now = performance.now();
    if (turnOf(held, self, seen, now) === "take") {
      ours = await write(await api, namespace, there, self, since);
      return;
    }
    ours = undefined;
    if (held && seen?.renewed !== held.renewed.getTime()) seen = { renewed: held.renewed.getTime(), at: now };
  };
  let last = Promise.resolve();
  const next = () => {
    last = last.then(beat).catch(() => undefined);
  };
  let repeated: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    next();
    repeated = setInterval(next, renewal).unref();
  }, wait).unref();
  const giveBack = async () => {
    await last;
    if (ours !== undefined && api !== undefined) await remove(await api, namespace, ours);
  };
  return {
    end: async () => {
      clearTimeout(first);
      clearInterval(repeated);
      const over = new AbortController();
      await Promise.race([giveBack(), pause(patience, undefined, { signal: over.signal })]).catch(
        () => undefined,
      );
      over.abort();
    },
  };
}

/** Reads the lease; undefined where there is none, or the cluster doesn't say. */
export async function readLease(cluster: Cluster, namespace: string): Promise<Held | undefined> {
  const there = await find(cluster.coordination, namespace).catch(() => undefined);
  return there && heldOf(there);
}

/** Removes the lease of a command that is dead, unless it was renewed in the meantime. Best effort. */
export async function removeLease({ coordination }: Cluster, namespace: string, dead: Held): Promise<void> {
  const there = await find(coordination, namespace).catch(() => undefined);
  const held = there && heldOf(there);
  if (held && isOf(held, dead) && held.renewed.getTime() === dead.renewed.getTime())
    await remove(coordination, namespace, there).catch(() => undefined);
}

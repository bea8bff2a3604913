import type { CoordinationV1Api, V1Lease } from "@kubernetes/client-node";
import { setTimeout as pause } from "node:timers/promises";
import { type Kubernetes, kubernetesClient } from "../live/kubernetes";
import { selfOf, type Self } from "./owner";

/** The contents of a lease: which command works on an environment, and when it was last known to run. */
export interface Held extends Partial<Self> {
  readonly since: Date;
  readonly renewed: Date;
  /** Without a renewal for that long the command is dead. */
  readonly seconds: number;
  /** Changes with each write: with it, only the state that was read is written over or removed. */
  readonly version: string | undefined;
}

/** The place of an environment's lease; a stack that is no environment has no namespace, and no lease. */
export interface LeasePlace {
  readonly namespace: string | undefined;
  readonly cluster: () => Promise<Kubernetes>;
  /** False while it is not known that the namespace is the stack's own: nothing is written into another's. */
  readonly isOwn?: boolean;
}

/** Milliseconds between two renewals. */
export const renewal = 10_000;
const seconds = 40; // four renewals: an API server that restarts must not make a command look dead
const delay = 1000; // milliseconds: a rollback is over by then, and must not wait for the cluster's library to load
const patience = 2000; // milliseconds that the end of a command waits for the cluster
const name = "turnout";
const annotation = "turnout.dev/holder";

/** Reads a lease; of another tool's, only the times are known. */
export const heldOf = ({ metadata, spec }: V1Lease): Held => ({
  ...(JSON.parse(metadata?.annotations?.[annotation] ?? "{}") as Partial<Self>),
  since: new Date(spec?.acquireTime ?? 0),
  renewed: new Date(spec?.renewTime ?? 0),
  seconds: spec?.leaseDurationSeconds ?? seconds,
  version: metadata?.resourceVersion,
});

/** Whether a lease is this very process's. */
export const isOf = (held: Held, { machine, pid }: Pick<Self, "machine" | "pid">): boolean =>
  machine === held.machine && pid === held.pid;

/** Whether nobody renewed a lease for its whole duration, by this machine's clock. */
export const isOver = ({ renewed, seconds }: Held, now: Date): boolean =>
  now.getTime() > renewed.getTime() + seconds * 1000;

/** A state of somebody else's lease, and when this process first saw it, in its own milliseconds. */
interface Sighting {
  readonly version: string | undefined;
  readonly at: number;
}

/**
 * Whether a process may take a lease now. Somebody else's only after this process saw it unchanged for its whole
 * duration: two machines' clocks may differ, and until then it shows whether a lock is dead.
 */
export const mayTake = (held: Held, self: Self, seen: Sighting | undefined, now: number): boolean =>
  isOf(held, self) || (seen?.version === held.version && now - (seen?.at ?? now) >= held.seconds * 1000);

/** Holds the environment's lease while something runs. */
export async function whileHeld<T>(place: LeasePlace, run: () => Promise<T>): Promise<T> {
  const end = keepLease(place, selfOf());
  try {
    return await run();
  } finally {
    await end();
  }
}

/**
 * Keeps a lease in the environment's namespace: who works on it, from which job, and that it is alive. It is
 * information only: the engine's lock decides who may update. So nothing fails where there is no namespace yet, no
 * right to it or no cluster.
 *
 * @param wait milliseconds before it looks at the cluster for the first time.
 * @returns the function that removes it, if it is still ours; it never fails, and takes 2 seconds at most.
 */
export function keepLease(place: LeasePlace, self: Self, wait = delay, now = () => new Date()) {
  const since = now();
  let seen: Sighting | undefined;
  let ours: Held | undefined;
  const beat = async () => {
    const held = await readLease(place);
    const at = performance.now();
    if (held === undefined || mayTake(held, self, seen, at)) {
      ours = (await write(place, self, held?.version, [since, now()])) ?? ours;
      return;
    }
    ours = undefined;
    if (seen?.version !== held.version) seen = { version: held.version, at };
  };
  let last: Promise<unknown> = Promise.resolve();
  const next = () => {
    last = last.then(beat);
  };
  let repeated: NodeJS.Timeout | undefined;
  const begin = () => {
    if (place.isOwn === false) {
      first = setTimeout(begin, delay).unref();
      return;
    }
    next();
    repeated = setInterval(next, renewal).unref();
  };
  let first = setTimeout(begin, wait).unref();
  return async (): Promise<void> => {
    clearTimeout(first);
    clearInterval(repeated);
    const over = new AbortController();
    const given = last.then(() => ours && removeLease(place, ours));
    await Promise.race([given, pause(patience, undefined, { signal: over.signal })]);
    over.abort();
  };
}

/** Reads the lease; undefined where there is none, or the cluster doesn't say. */
export const readLease = (place: LeasePlace): Promise<Held | undefined> =>
  asked(place, async (api, namespace) => heldOf(await api.readNamespacedLease({ name, namespace })));

/** Removes the lease of a command that is dead or at its end, unless it was changed since it was read. Best effort. */
export const removeLease = (place: LeasePlace, { version: resourceVersion }: Held): Promise<unknown> =>
  asked(place, async (api, namespace) => {
    if (resourceVersion === undefined) return; // without one the request would remove whatever is there
    await api.deleteNamespacedLease({ name, namespace, body: { preconditions: { resourceVersion } } });
  });

/** Makes the lease, or takes the one of that version: of two commands that write at once, one is refused. */
const write = (place: LeasePlace, self: Self, version: string | undefined, [since, now]: [Date, Date]) =>
  asked(place, async (api, namespace) => {
    const { V1MicroTime } = await kubernetesClient();
    const body: V1Lease = {
      metadata: {
        name,
        annotations: { [annotation]: JSON.stringify(self) },
        ...(version !== undefined && { resourceVersion: version }),
      },
      spec: {
        holderIdentity: self.job ?? `${self.user}@${self.host} pid ${self.pid}`, // for people who look with kubectl
        acquireTime: new V1MicroTime(since),
        renewTime: new V1MicroTime(now),
        leaseDurationSeconds: seconds,
      },
    };
    return heldOf(
      await (version === undefined
        ? api.createNamespacedLease({ namespace, body })
        : api.replaceNamespacedLease({ name, namespace, body })),
    );
  });

/** An answer of the API server; undefined where there is no namespace, no cluster, no right, or a conflict. */
async function asked<T>(
  { namespace, cluster }: LeasePlace,
  request: (api: CoordinationV1Api, namespace: string) => Promise<T>,
): Promise<T | undefined> {
  if (namespace === undefined) return undefined;
  try {
    return await request((await cluster()).coordination, namespace);
  } catch {
    return undefined;
  }
}

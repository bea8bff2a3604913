import { Probe } from "./probe";
import { addressOf, answeredAt, failed, type Sample, type Target } from "./request";

/** What it takes to believe that all traffic goes to one release. */
export interface MovedRule {
  /** Answers of that release in a row. */
  readonly consecutive: number;
  /** Time between the first and the last of them, at least. */
  readonly quietMilliseconds: number;
}

/**
 * Whether all traffic goes to a release: the last answers, in the order of asking, are all its own.
 *
 * - An answer of another release, of none, or no answer at all starts the row anew.
 * - A 5xx of the release itself neither counts nor starts anew: the gateway did ask it, so nothing speaks for
 *   the old release, but one that only fails must not be the reason to scale the old one down.
 * - A request without an answer cuts the row in two: an old release that hangs must not hide behind the quick
 *   answers of the new one.
 *
 * @param pending when those were asked that have no answer yet.
 */
export function moved(
  samples: readonly Sample[],
  release: string,
  { consecutive, quietMilliseconds }: MovedRule,
  pending: readonly number[] = [],
): boolean {
  const others = samples.filter((sample) => sample.release !== release);
  const lastOther = others.reduce((last, { at }) => Math.max(last, at), -Infinity);
  const own = samples
    .filter((sample) => sample.release === release && !failed(sample) && sample.at > lastOther)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  if (own.length < consecutive) return false;
  const cuts = [...pending, Infinity].sort((a, b) => a - b);
  let from = -Infinity;
  return cuts.some((to) => {
    const row = own.filter((at) => at > from && at < to);
    from = to;
    return row.length >= consecutive && (row.at(-1) ?? 0) - (row[0] ?? 0) >= quietMilliseconds;
  });
}

/** When the last answer came that another release gave; undefined where none did. */
export function lastOtherAnswer(samples: readonly Sample[], release: string): number | undefined {
  const times = samples.filter((one) => one.release !== undefined && one.release !== release).map(answeredAt);
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}

/** What is known of a move that was not seen. */
export interface Unmoved {
  readonly address: string;
  readonly release: string;
  readonly seconds: number;
  readonly consecutive: number;
  readonly samples: readonly Sample[];
  /** Requests without an answer at the end. */
  readonly pending: number;
}

/** Who answered instead, in one sentence. */
export function notMoved(unmoved: Unmoved): string {
  const { address, release, seconds, consecutive, samples, pending } = unmoved;
  const last = [...samples].sort((a, b) => a.at - b.at).slice(-consecutive);
  const within = `within ${seconds} s`;
  if (samples.every(({ status }) => status === 0)) {
    const why = last.at(-1)?.error ?? (pending > 0 ? `${pending} requests still wait` : "it was not asked");
    return `Nothing at ${address} answered ${within}: ${why}.`;
  }
  const counts = new Map<string, number>();
  for (const one of last) counts.set(answerer(one), (counts.get(answerer(one)) ?? 0) + 1);
  const shares = [...counts].sort(([, a], [, b]) => b - a).map(([who, count]) => `${count} got ${who}`);
  if (pending > 0) shares.push(`${pending} more still ${pending === 1 ? "waits" : "wait"}`);
  return (
    `The traffic of ${address} did not all move to release ${release} ${within}: ` +
    `of the last ${last.length} requests ${shares.join(", ")}; it takes ${consecutive} good answers of it in a row.`
  );
}

function answerer({ release, status, error }: Sample): string {
  if (status === 0) return `no answer (${error ?? "it broke"})`;
  const refusal = status >= 400 ? ` with status ${status}` : "";
  return release === undefined
    ? `an answer that names no release${refusal}`
    : `an answer of ${release}${refusal}`;
}

export interface AwaitMovedOptions {
  /** How long to wait at most. */
  readonly seconds: number;
  /** Good answers in a row; 20 where not said: of two gateways one that lags hides so long once in a million times. */
  readonly consecutive?: number;
  /** Time that these answers span at least; 300 where not said. */
  readonly quietMilliseconds?: number;
  /** 50 where not said. */
  readonly requestsPerSecond?: number;
}

export interface Moved {
  readonly moved: boolean;
  readonly samples: readonly Sample[];
  /** When the last answer of another release came, in milliseconds since 1970. */
  readonly lastOther?: number;
  /** Why not, in one sentence. */
  readonly reason?: string;
}

/** Asks, with a new connection each time, until all answers come from a release: an applied route is not yet a moved one. */
export async function awaitMoved(
  target: Target,
  release: string,
  { seconds, consecutive = 20, quietMilliseconds = 300, requestsPerSecond = 50 }: AwaitMovedOptions,
): Promise<Moved> {
  const address = addressOf(target);
  if (target.header === undefined) {
    const reason = `Who answers at ${address} can't be seen: no header is set that names the release.`;
    return { moved: false, samples: [], reason };
  }
  const rule = { consecutive, quietMilliseconds };
  let settle: (moved: boolean) => void = () => undefined;
  const outcome = new Promise<boolean>((resolve) => (settle = resolve));
  const probe = Probe.start(target, {
    requestsPerSecond,
    fresh: true,
    onSample: (sample) => {
      // Only an answer of the release can end the wait: the others need no look at the whole list.
      if (sample.release === release && moved(probe.samples, release, rule, probe.pending)) settle(true);
    },
  });
  const deadline = setTimeout(() => settle(false), seconds * 1000);
  const isMoved = await outcome;
  clearTimeout(deadline);
  const { samples, pending } = probe;
  probe.abandon();
  const lastOther = lastOtherAnswer(samples, release);
  const unmoved = { address, release, seconds, consecutive, samples, pending: pending.length };
  return {
    moved: isMoved,
    samples,
    ...(lastOther !== undefined && { lastOther }),
    ...(!isMoved && { reason: notMoved(unmoved) }),
  };
}

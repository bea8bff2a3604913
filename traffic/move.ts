import { setTimeout as pause } from "node:timers/promises";
import { Probe } from "./probe";
import { addressOf, failed, type Sample, type Target } from "./request";

/** Evidence that is required for a move of all traffic to one release. */
interface MovedRule {
  /** Answers of that release in a row. */
  readonly consecutive: number;
  /** Time between the first and the last of them, at least. */
  readonly quietMilliseconds: number;
}

/** Of two gateways, one that lags hides behind so many answers in a row once in a million times. */
const moveRule: MovedRule = { consecutive: 20, quietMilliseconds: 300 };

/** Enough to see a switch to within some hundredths of a second, with little load. */
const requestsPerSecond = 50;

/** Milliseconds between two looks at the answers. */
const lookEvery = 20;

/** Asks a target from now on, with a new connection each time. */
export const probeMove = (target: Target): Probe => Probe.start(target, { requestsPerSecond, fresh: true });

/**
 * Waits until all answers come from a release: an applied route is not yet a moved one.
 *
 * @returns why that was not seen, as a sentence; undefined where it was.
 */
export async function awaitMove(
  probe: Probe,
  release: string,
  seconds: number,
  rule = moveRule,
): Promise<string | undefined> {
  if (await poll(() => moved(probe.samples, release, rule, probe.pending), seconds)) return undefined;
  const { samples, pending } = probe;
  const { consecutive } = rule;
  return notMoved({
    address: addressOf(probe.target),
    release,
    seconds,
    consecutive,
    samples,
    pending: pending.length,
  });
}

/** @returns whether a condition holds before its time is over; it is asked at least once. */
export async function poll(
  condition: () => boolean | Promise<boolean>,
  seconds: number,
  everyMilliseconds = lookEvery,
): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() >= end) return false;
    await pause(everyMilliseconds);
  }
  return true;
}

/**
 * Whether all traffic goes to a release: the last answers, in the order of asking, are all its own.
 *
 * - An answer of another release, of none, or no answer at all restarts the row.
 * - A 5xx of the release itself neither counts nor restarts the row: the gateway did ask the new release, but one that
 *   only fails must not be the reason to scale the old one down.
 * - A request without an answer cuts the row in two: an old release that hangs must not hide behind the quick answers
 *   of the new one.
 *
 * @param pending start times of the requests without an answer, in milliseconds since 1970.
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

/** The facts about a move that was not seen. */
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

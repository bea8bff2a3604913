import { lastOtherAnswer, moved, notMoved } from "./moved";
import { Probe } from "./probe";
import type { Sample } from "./sample";
import { addressOf, type Target } from "./target";

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

import { Agent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { ask, failed, type Sample, type Target } from "./request";

interface ProbeOptions {
  readonly requestsPerSecond: number;
  /** A new connection for each request: a kept one may stick to the backend that it once got. */
  readonly fresh?: boolean;
  /** Until a request counts as failed; 10,000 where not said. */
  readonly timeoutMilliseconds?: number;
  /** Requests without an answer at one time, at most; 256 where not said. */
  readonly maxInFlight?: number;
  /** Samples in memory, at most, the newest; 100,000 where not said: an hour at 20 a second fits whole. */
  readonly maxSamples?: number;
}

/** Counts over the whole time of a probe, also of what is no longer among its samples. */
interface Tally {
  readonly requests: number;
  readonly failures: number;
  /** Fell due but were not sent: too many had no answer yet, or this process was busy. */
  readonly missed: number;
}

/**
 * How many requests are to be sent now, and how many that fell due never will be.
 *
 * @param elapsed milliseconds since the first one.
 * @param before how many had fallen due by the last time.
 * @param waiting requests without an answer.
 * @returns with `due`, how many have fallen due by now.
 */
export function dueOf(
  elapsed: number,
  before: number,
  waiting: number,
  { requestsPerSecond, maxInFlight = 256 }: Pick<ProbeOptions, "requestsPerSecond" | "maxInFlight">,
): { due: number; sent: number; missed: number } {
  const due = Math.floor((elapsed * requestsPerSecond) / 1000) + 1;
  // What fell due in a tenth of a second is made up for; more at once would be a load of its own kind.
  const wanted = Math.min(due - before, Math.max(1, requestsPerSecond / 10));
  const sent = Math.max(0, Math.min(Math.floor(wanted), maxInFlight - waiting));
  return { due, sent, missed: due - before - sent };
}

/** Asks a target at a steady rate, whatever its answers take (an open loop), until it is stopped. */
export class Probe {
  private readonly kept: Sample[] = [];
  private readonly inFlight = new Map<Promise<void>, number>();
  private readonly agent: Agent;
  private readonly started = performance.now();
  private readonly timer: NodeJS.Timeout;
  private due = 0;
  private counts = { requests: 0, failures: 0, missed: 0 };
  private abandoned = false;

  private constructor(
    readonly target: Target,
    private readonly options: ProbeOptions,
  ) {
    // First in, first out: every connection stays in use, so that the far end closes none as idle just when we ask.
    const agentOptions = { keepAlive: options.fresh !== true, scheduling: "fifo" } as const;
    this.agent = target.tls ? new TlsAgent(agentOptions) : new Agent(agentOptions);
    // Where the engine dies between two hooks nobody stops the probe, and the process would never end.
    this.timer = setInterval(() => this.tick(), 500 / options.requestsPerSecond).unref();
    this.tick();
  }

  static start(target: Target, options: ProbeOptions): Probe {
    return new Probe(target, options);
  }

  /** In the order of the answers; the same list all the time, which grows and loses its oldest. */
  get samples(): readonly Sample[] {
    return this.kept;
  }

  get tally(): Tally {
    return { ...this.counts };
  }

  /** Start times of the requests without an answer, the oldest first, in milliseconds since 1970. */
  get pending(): number[] {
    return [...this.inFlight.values()];
  }

  /** Asks no more, and waits for the answers that are missing: at most the time after which one counts as failed. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.inFlight.keys());
    this.agent.destroy();
  }

  /** Asks no more and waits for nothing; what has no answer yet is not counted. */
  abandon(): void {
    clearInterval(this.timer);
    this.abandoned = true;
    this.agent.destroy();
  }

  private tick(): void {
    const elapsed = performance.now() - this.started;
    const { due, sent, missed } = dueOf(elapsed, this.due, this.inFlight.size, this.options);
    this.counts.missed += missed;
    this.due = due;
    for (let count = 0; count < sent; count++) this.send();
  }

  private send(): void {
    const at = Date.now();
    const asking = ask(this.target, this.agent, this.options.timeoutMilliseconds ?? 10_000).then((sample) => {
      this.inFlight.delete(asking);
      if (!this.abandoned) this.keep(sample);
    });
    this.inFlight.set(asking, at);
  }

  private keep(sample: Sample): void {
    const { maxSamples = 100_000 } = this.options;
    // A fifth at a time: to move the whole list for every sample would cost more than asking.
    if (this.kept.length >= maxSamples) this.kept.splice(0, Math.ceil(maxSamples / 5));
    this.kept.push(sample);
    this.counts.requests++;
    if (failed(sample)) this.counts.failures++;
  }
}

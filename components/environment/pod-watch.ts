import { setTimeout as pause } from "node:timers/promises";
import { Grace } from "../../live/grace";
import type { PlannedApplication } from "../../program/planned-application";
import type { ComingColor, Witness } from "../../program/witness";
import { type Color, type RecordedApplication, type RecordedColor, serviceName } from "../../release/model";

/** Milliseconds between two looks; a kubelet tries a pod again after ten seconds at the earliest. */
const lookEvery = 1000;

/**
 * The attempt to bring a color's pods up, as its Deployment names it: another one than was given up last, so that the
 * engine sees a change and waits again, also where nothing else of the Deployment changes.
 */
export const attemptAfter = (recorded: RecordedColor | undefined): string =>
  recorded?.givenUp === "1" ? "2" : "1";

const ended = "can't become Ready, so the update ends";

interface Watched {
  readonly end: AbortController;
  reason?: string;
}

/**
 * Looks at the pods of a color while the engine waits for them, and ends the wait where they report what no waiting
 * mends: the Kubernetes provider waits for an object's own state only, so it is noted there (components/environment/workload.ts).
 */
export class PodWatch {
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly witness: Witness,
    private readonly namespace: string,
  ) {}

  begin({ application, plan, recorded }: PlannedApplication, color: Color): void {
    const { awaitReady, release, replicas } = plan.colors[color];
    if (!awaitReady || replicas === 0) return;
    const coming = { namespace: this.namespace, application: application.name, color, release };
    const watched: Watched = { end: new AbortController() };
    const { failFastSeconds, readyTimeoutSeconds } = application;
    this.watched.set(serviceName(application.name, color), watched);
    // Where the wait fails by itself, nothing says so here.
    const until = AbortSignal.any([watched.end.signal, AbortSignal.timeout(readyTimeoutSeconds * 1000)]);
    void this.watch(coming, attemptAfter(recorded[color]), new Grace(failFastSeconds), until, watched);
  }

  /** Of pods that are waited for without the engine: a look at them, which gives the reason once it has lasted. */
  lasting(
    { application, plan }: PlannedApplication,
    color: Color,
  ): (live: RecordedApplication) => Promise<string | undefined> {
    const { release } = plan.colors[color];
    const coming = { namespace: this.namespace, application: application.name, color, release };
    const grace = new Grace(application.failFastSeconds);
    return async (live) => {
      if (plan.weights[color] === 0 || live[color]?.ready) return undefined;
      const reports = await this.witness.hopeless(coming).catch(() => new Map<string, string>());
      const reason = grace.past(reports, performance.now());
      return reason && `${serviceName(application.name, color)} ${ended}: ${reason}`;
    };
  }

  /** @returns the reason why the color's pods were given up, as a sentence; undefined where they weren't. */
  end({ application }: PlannedApplication, color: Color): string | undefined {
    const name = serviceName(application.name, color);
    const watched = this.watched.get(name);
    this.watched.delete(name);
    watched?.end.abort();
    return watched?.reason && `${name} ${ended}: ${watched.reason}`;
  }

  private async watch(
    coming: ComingColor,
    attempt: string,
    grace: Grace,
    until: AbortSignal,
    watched: Watched,
  ): Promise<void> {
    await this.witness.pullAnew(coming).catch(() => undefined); // then the wait is only longer
    while (!until.aborted) {
      try {
        const reports = await this.witness.hopeless(coming);
        const reason = grace.past(reports, performance.now());
        if (reason !== undefined && !until.aborted) {
          watched.reason = reason; // before the wait ends by it
          return await this.witness.giveUp(coming, attempt);
        }
      } catch {
        delete watched.reason;
        // A cluster that doesn't answer now may do so later; if not, the engine says so.
      }
      await pause(lookEvery, undefined, { signal: until, ref: false }).catch(() => undefined);
    }
  }
}

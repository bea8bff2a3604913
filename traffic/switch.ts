import { answeredAt, failed, type Sample } from "./request";

/** Record of one change of an application's weights. */
export interface Switch {
  /** When the route was changed, in ISO 8601. */
  readonly at: string;
  /** The release before; undefined for a first one. */
  readonly from?: string;
  readonly to: string;
  /** Per cent of the traffic that `to` has after it. */
  readonly share: number;
  readonly requests: number;
  readonly failures: number;
  /** From the change of the route until the last response of the old release; undefined where it wasn't seen to be the last. */
  readonly milliseconds?: number;
}

/** A change of weights, as far as it is known without requests. */
export interface Change {
  /** When the route was changed, in milliseconds since 1970. */
  readonly at: number;
  readonly from?: string | undefined;
  readonly to: string;
  readonly share: number;
}

/** The record of a change, from our own requests before, during and after it. */
export function switchOf({ at, from, to, share }: Change, samples: readonly Sample[]): Switch {
  const milliseconds = from === undefined || share < 100 ? undefined : untilLast(samples, at, from, to);
  return {
    at: new Date(at).toISOString(),
    ...(from !== undefined && { from }),
    to,
    share,
    requests: samples.length,
    failures: samples.filter(failed).length,
    ...(milliseconds !== undefined && { milliseconds }),
  };
}

/** An old response was the last only if a later request was answered by the new release. */
function untilLast(samples: readonly Sample[], at: number, from: string, to: string): number | undefined {
  const lastAsked = (release: string) =>
    samples.reduce((last, one) => (one.release === release ? Math.max(last, one.at) : last), -Infinity);
  if (lastAsked(to) < at || lastAsked(to) <= lastAsked(from)) return undefined;
  const lastOld = samples.reduce(
    (last, one) => (one.release === from ? Math.max(last, answeredAt(one)) : last),
    at,
  );
  return Math.round(lastOld - at);
}

/** One line for a pull request. */
export function switchMarkdown(application: string, change: Switch): string {
  return sentence(`**${application}**`, change, (release) => `\`${release}\``);
}

/** One line for a terminal. */
export function switchText(application: string, change: Switch): string {
  return sentence(application, change, (release) => release);
}

function sentence(application: string, change: Switch, shown: (release: string) => string): string {
  const { at, from, to, share, requests, failures, milliseconds } = change;
  const releases = from === undefined ? `first release ${shown(to)}` : `${shown(from)} → ${shown(to)}`;
  const part = share < 100 ? ` for ${share} % of the traffic` : "";
  const time = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  const probed =
    requests === 0
      ? "no request probed"
      : `${counted(requests)} ${requests === 1 ? "request" : "requests"} probed, ${counted(failures)} failed`;
  const last =
    milliseconds === undefined
      ? ""
      : `; last response of the old release after ${(milliseconds / 1000).toFixed(1)} s`;
  return `${application}: ${releases}${part} at ${time}; ${probed}${last}.`;
}

const counted = (count: number) => count.toLocaleString("en-US");

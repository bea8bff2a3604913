import { setTimeout as pause } from "node:timers/promises";
import { Load } from "../../test/cluster/load";
import { median, spread } from "./sample";

/** One switch as its users saw it. */
export interface TimedSwitch {
  /** From its begin until the last response of the old release, in seconds. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly failed: number;
}

/** One switch as its users saw it, with the result of the action. */
export interface Timed<T> extends TimedSwitch {
  readonly did: T;
}

/** Does something that moves the traffic while requests come in, and finds out when the old release answered last. */
export async function timeSwitch<T>(
  host: string,
  mostPerSecond: number,
  act: () => Promise<T>,
): Promise<Timed<T>> {
  const load = await Load.start([host], "/", mostPerSecond);
  await pause(1000);
  const begun = Date.now();
  let did: T;
  try {
    did = await act();
    await pause(3000); // a gateway, and pods that end, may hold on to the old one
  } catch (error) {
    await load.end();
    throw error;
  }
  const { requests, seconds, failures, releases } = await load.end();
  const [old, ...others] = Object.values(releases);
  if (old === undefined || others.length !== 1)
    throw new Error(`${host} was answered by ${Object.keys(releases).length} releases, not by 2.`);
  return {
    did,
    seconds: (old.last - begun) / 1000,
    perSecond: requests / seconds,
    failed: failures.length,
  };
}

/** One line of a report. */
export function switchRow(name: string, switches: readonly TimedSwitch[]): string {
  const rate = median(switches.map(({ perSecond }) => perSecond));
  const failed = switches.reduce((sum, one) => sum + one.failed, 0);
  const time = spread(switches.map(({ seconds }) => seconds));
  return `   ${name.padEnd(28)} ${time.padEnd(22)} ${rate.toFixed(0).padStart(5)} requests a second, ${failed} failed`;
}

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { columns } from "../../cli/terminal";
import { AccessLog, type Logged } from "./access-log";
import { Load, type LoadTally } from "./load";

/** Requests a second that a release must bear; closed loops slow down with what they ask, so this is a scenario's average. */
const wantedPerSecond = 1000;
/** With fewer there is no load to speak of. How many more a machine can make is no test: the table says where it was too few. */
const leastPerSecond = 250;

/** One scenario, as its requests saw it. */
interface Row {
  readonly scenario: string;
  readonly load: LoadTally;
  readonly logged: Logged | undefined;
}

const rows: Row[] = [];
const rateOf = ({ requests, seconds }: LoadTally) => Math.round(requests / seconds);

/**
 * Does something while requests come in through the Gateway, and demands that none of them failed: neither by the
 * account of who asked nor by the Gateway's own.
 */
export async function underLoad(
  scenario: string,
  hosts: readonly string[],
  act: (load: Load) => Promise<void>,
): Promise<LoadTally> {
  const log = AccessLog.open();
  const path = `/?scenario=${scenario.replace(/\W+/g, "-")}`;
  const load = await Load.start(hosts, path);
  let tally: LoadTally;
  let logged: Logged | undefined;
  try {
    await act(load);
    await pause(1000); // what was lost last is answered last
  } finally {
    tally = await load.end();
    logged = await accountOf(log, path, tally.requests);
    const row = { scenario, load: tally, logged };
    rows.push(row);
    console.log(`      ${lineOf(row)}`);
  }
  assert.deepEqual(tally.failures, []);
  if (logged !== undefined) assert.deepEqual(logged, { requests: tally.requests, failures: {} });
  assert.ok(rateOf(tally) >= leastPerSecond, `only ${rateOf(tally)} requests a second were made`);
  return tally;
}

/** The Gateway writes a line after it gave the answer. */
async function accountOf(
  log: AccessLog | undefined,
  path: string,
  requests: number,
): Promise<Logged | undefined> {
  for (let look = 1; look < 20 && log !== undefined && log.count(path).requests < requests; look++)
    await pause(100);
  return log?.count(path);
}

function lineOf({ load, logged }: Row): string {
  const reasons = [...new Set(load.failures.map(({ reason }) => reason))].join(", ");
  const failed = `${load.failures.length} failed${reasons && ` (${reasons})`}`;
  const count = load.requests.toLocaleString("en-US");
  const account =
    logged === undefined
      ? "the gateway's access log can't be read"
      : `by the gateway's log ${logged.requests.toLocaleString("en-US")}, ${failuresOf(logged)} failed`;
  return `${count} requests, ${rateOf(load).toLocaleString("en-US")} a second, ${failed}; ${account}`;
}

const failuresOf = ({ failures }: Logged) => Object.values(failures).reduce((sum, count) => sum + count, 0);

/** All scenarios so far. */
export function printScenarios(): void {
  if (rows.length === 0) return;
  const cells = rows.map(({ scenario, load, logged }) => [
    scenario,
    load.requests.toLocaleString("en-US"),
    rateOf(load).toLocaleString("en-US") + (rateOf(load) < wantedPerSecond ? " (too few)" : ""),
    String(load.failures.length),
    logged === undefined ? "-" : String(failuresOf(logged)),
  ]);
  const header = ["scenario", "requests", "a second", "failed", "failed by the gateway's log"];
  console.log(columns(header, cells, header.slice(1)));
  const few = rows.filter(({ load }) => rateOf(load) < wantedPerSecond).length;
  if (few > 0)
    console.log(
      `${few} of ${rows.length} had less than ${wantedPerSecond} requests a second: this machine was too busy or is too slow for more.`,
    );
}

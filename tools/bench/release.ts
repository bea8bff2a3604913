import { BranchEnvironment } from "../../test/cluster/branch-environment";
import { askUntil } from "../../test/cluster/gateway";
import { missing } from "../../test/cluster/missing";
import type { Running } from "../../test/cluster/running";
import { noteGateway } from "../../test/cluster/shared-gateway";
import { RollingUpdate, switchRow, type Timed, type TimedSwitch, timeSwitch } from "./switches";
import { median } from "./sample";

const rounds = 3;

/** Requests a second that come in meanwhile, at most: next to none, and all that the machine has left. */
const loads = [50, 2400];

/** Lines that a release prints when a part that people wait for begins or ends. */
const parts: readonly (readonly [title: string, said: RegExp])[] = [
  ["the command", /^Stack \S+ release begins\.$/m],
  ["engine and program", /^update Deployment web-/m],
  ["pods Ready", /^updated Deployment web-/m],
  ["smoke check", /^update HTTPRoute web …$/m],
];

/**
 * A release and a warm rollback by the command line, from Enter to the last response of the old release as seen through
 * the gateway; beside them the same pods in one Deployment, changed by one call of Kubernetes' API.
 */
export async function benchRelease(): Promise<string[]> {
  const reason = await missing();
  if (reason !== undefined) return [`   skipped: ${reason}`];
  const removeGateway = await noteGateway();
  try {
    const lines: string[] = [];
    for (const load of loads) lines.push(...(await compare(load)));
    return lines;
  } finally {
    await removeGateway();
  }
}

async function compare(load: number): Promise<string[]> {
  const environment = new BranchEnvironment("feature/bench");
  const releases: Timed<Running>[] = [];
  const rollbacks: TimedSwitch[] = [];
  let rolling: RollingUpdate;
  try {
    environment.want("0");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
    for (let round = 1; round <= rounds; round++) {
      environment.want(`${round}`);
      releases.push(await timeCommand(environment, "release", load));
      environment.want(`${round}, and back`);
      await environment.turnout("up"); // settles nothing: the old color stays warm
      rollbacks.push(await timeCommand(environment, "rollback", load));
      await environment.turnout("settle");
    }
    rolling = await RollingUpdate.like(environment.namespace);
  } finally {
    await environment.remove();
  }
  const updates: TimedSwitch[] = [];
  try {
    await rolling.start();
    for (let round = 1; round <= rounds; round++)
      updates.push(await timeSwitch(rolling.host, load, () => rolling.update(`rolling-${round}`)));
  } finally {
    await rolling.remove();
  }
  const typical = (switches: readonly TimedSwitch[]) => median(switches.map(({ seconds }) => seconds));
  const share = (switches: readonly TimedSwitch[]) => (typical(switches) / typical(updates)).toFixed(2);
  return [
    switchRow("turnout release", releases),
    `      of it ${partsOf(releases)}`,
    switchRow("turnout rollback, warm", rollbacks),
    switchRow("rolling update, by the API", updates),
    `   release ${share(releases)} × of the rolling update, rollback ${share(rollbacks)} ×`,
  ];
}

/** Where the time of a release goes: medians, in seconds. */
function partsOf(releases: readonly Timed<Running>[]): string {
  const ends = parts.map(([, said]) => median(releases.map(({ did }) => did.after(said) / 1000)));
  const whole = median(releases.map(({ seconds }) => seconds));
  return [...parts.map(([title]) => title), "route and gateway"]
    .map((title, index) => `${title} ${((ends[index] ?? whole) - (ends[index - 1] ?? 0)).toFixed(2)} s`)
    .join(", ");
}

const timeCommand = (environment: BranchEnvironment, verb: string, load: number) =>
  timeSwitch(environment.host, load, async () => {
    const running = await environment.begin(verb);
    const { code, output, errors } = await running.ended;
    if (code !== 0) throw new Error(`turnout ${verb} failed:\n${output}${errors}`);
    return running;
  });

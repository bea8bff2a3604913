import { BranchEnvironment } from "../../test/cluster/branch-environment";
import { askUntil } from "../../test/cluster/gateway";
import { contents } from "../../test/cluster/kubernetes";
import { missing } from "../../test/cluster/missing";
import type { Running } from "../../test/cluster/running";
import { noteGateway } from "../../test/cluster/shared-gateway";
import { until } from "../../test/until";
import { ArgoRollouts, missingRollouts, startRollouts } from "./argo-rollouts";
import { likenessOf, type Peer } from "./peer";
import { RollingUpdate } from "./rolling-update";
import { median } from "./sample";
import { switchRow, type Timed, type TimedSwitch, timeSwitch } from "./switches";

const rounds = 3;

/** Requests a second that come in meanwhile, at most: next to none, and all that the machine has left. */
const loads = [50, 800];

/** Six pods run at once, also those that stand beside the measured ones: on two cores none has to wait for its place. */
const cpu = "300m";

/** Lines that a release prints when a part that people wait for begins or ends. */
const parts: readonly (readonly [title: string, said: RegExp])[] = [
  ["the command", /^Stack \S+ release begins\.$/m],
  ["engine and program", /^update Deployment web-/m],
  ["pods Ready", /^updated Deployment web-/m],
  ["smoke check", /^update HTTPRoute web …$/m],
];

/**
 * A release and a warm rollback by the command line, from Enter to the last response of the old release as seen through
 * the gateway; beside them, round by round, the same pods in a Rollout of Argo's, changed by the commands that its users
 * type, and in one Deployment, changed by one call of Kubernetes' API.
 */
export async function benchRelease(): Promise<string[]> {
  const reason = await missing();
  if (reason !== undefined) return [`   skipped: ${reason}`];
  const without = missingRollouts();
  const removeGateway = await noteGateway();
  const environment = new BranchEnvironment("feature/bench");
  const ends = [() => environment.remove(), removeGateway];
  const lines = without === undefined ? [] : [`   without Argo Rollouts: ${without}`];
  try {
    want(environment, "0");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
    if (without === undefined) ends.unshift(await startRollouts());
    for (const load of loads) lines.push(...(await compare(environment, load, without === undefined)));
    return lines;
  } finally {
    for (const end of ends) await end();
  }
}

async function compare(environment: BranchEnvironment, load: number, withArgo: boolean): Promise<string[]> {
  const like = await likenessOf(environment.namespace);
  const releases: Timed<Running>[] = [];
  const rollbacks: TimedSwitch[] = [];
  const argo: Record<"releases" | "rollbacks", TimedSwitch[]> = { releases: [], rollbacks: [] };
  const updates: TimedSwitch[] = [];
  for (let round = 1; round <= rounds; round++) {
    const version = `${load}-${round}`;
    want(environment, version);
    releases.push(await timeCommand(environment, "release", load));
    want(environment, `${version}, and back`);
    await environment.turnout("up"); // settles nothing: the old color stays warm
    rollbacks.push(await timeCommand(environment, "rollback", load));
    await environment.turnout("settle");
    await until(async () => (await podsIn(environment.namespace)) === 2, 60);
    if (withArgo)
      await beside(new ArgoRollouts("tested-argo-rollouts", like), async (rollout) => {
        argo.releases.push(await timeSwitch(rollout.host, load, () => rollout.update(`argo-${version}`)));
        argo.rollbacks.push(await timeSwitch(rollout.host, load, () => rollout.undo()));
      });
    await beside(new RollingUpdate("tested-rolling-update", like), async (rolling) => {
      updates.push(await timeSwitch(rolling.host, load, () => rolling.update(`rolling-${version}`)));
    });
  }
  return [
    switchRow("turnout release", releases),
    `      of it ${partsOf(releases)}`,
    switchRow("turnout rollback, warm", rollbacks),
    ...(withArgo
      ? [
          switchRow("Argo Rollouts, patch", argo.releases),
          switchRow("Argo Rollouts, undo, warm", argo.rollbacks),
          `   release ${share(releases, argo.releases)} × of Argo's, rollback ${share(rollbacks, argo.rollbacks)} × (wanted: at most 1.00)`,
        ]
      : []),
    switchRow("rolling update, by the API", updates),
    `   release ${share(releases, updates)} × of the rolling update, rollback ${share(rollbacks, updates)} ×`,
  ];
}

const typical = (switches: readonly TimedSwitch[]) => median(switches.map(({ seconds }) => seconds));
const share = (some: readonly TimedSwitch[], others: readonly TimedSwitch[]) =>
  (typical(some) / typical(others)).toFixed(2);

const want = (environment: BranchEnvironment, version: string) => {
  environment.want(version, { resources: { cpu } });
};

async function podsIn(namespace: string): Promise<number> {
  return (await contents(namespace)).filter((line) => line.startsWith("Pod ")).length;
}

async function beside<P extends Peer>(peer: P, measure: (peer: P) => Promise<void>): Promise<void> {
  try {
    await peer.start();
    await measure(peer);
  } finally {
    await peer.remove();
  }
}

/** Where the time of a release goes: medians, in seconds. */
function partsOf(releases: readonly Timed<Running>[]): string {
  const ends = parts.map(([, said]) => median(releases.map(({ did }) => did.after(said) / 1000)));
  return [...parts.map(([title]) => title), "route and gateway"]
    .map((title, index) => {
      const end = ends[index] ?? typical(releases);
      return `${title} ${(end - (ends[index - 1] ?? 0)).toFixed(2)} s`;
    })
    .join(", ");
}

const timeCommand = (environment: BranchEnvironment, verb: string, load: number) =>
  timeSwitch(environment.host, load, async () => {
    const running = await environment.begin(verb);
    const { code, output, errors } = await running.ended;
    if (code !== 0) throw new Error(`turnout ${verb} failed:\n${output}${errors}`);
    return running;
  });

import assert from "node:assert/strict";
import { recover } from "../../cli/recover";
import program from "../../index";
import { planRelease } from "../../release/plan";
import { configure, inCluster, startBranch, type Changes } from "./branch";
import type { Outcome } from "./outcome";
import type { Simulation } from "./simulation";

const image = (tag: string): Changes => ({
  applications: [
    {
      name: "web",
      image: `shop/web:${tag}`,
      port: 8080,
      probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
      secrets: { TOKEN: tag },
    },
  ],
});

/** What came before, and the update in which the engine is killed. */
const scenarios: Readonly<Record<string, { readonly before: readonly string[]; readonly update: string }>> = {
  "a first release": { before: [], update: "1" },
  "a release": { before: ["1"], update: "2" },
  "a settling": { before: ["1", "2"], update: "2" },
  "a rollback": { before: ["1", "2", "2"], update: "1" },
};

describe("an engine that is killed at every step", () => {
  let simulation: Simulation;
  const kubeconfig = process.env.KUBECONFIG;

  before(() => {
    process.setMaxListeners(0); // the Automation API leaves its handlers behind when an engine dies
  });
  beforeEach(() => {
    process.env.KUBECONFIG = "";
  });
  afterEach(() => {
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  async function up(tag: string, options = {}): Promise<Outcome> {
    await configure(simulation, image(tag));
    return simulation.engine.up(program, { parallel: 1, ...options });
  }

  async function arrive(tags: readonly string[]): Promise<void> {
    simulation = await startBranch("dev", image("1"));
    for (const tag of tags) assert.ok((await up(tag)).ok);
  }

  for (const [name, { before, update }] of Object.entries(scenarios))
    it(`${name} is finished by the next update, and what served goes on serving`, async () => {
      await arrive(before);
      const { steps } = await up(update);
      const wanted = activeRelease(inCluster(simulation));
      await simulation.close();
      assert.ok(steps.length > 0);

      for (const at of steps.map((_, index) => index + 1))
        for (const when of ["before", "after"] as const) {
          const here = `${when} step ${at} of ${steps.length}`;
          await arrive(before);
          const serving = inCluster(simulation);
          assert.ok((await up(update, { faults: [{ at, when, do: "kill" }] })).killed, here);
          assertServes(simulation, serving, here);

          await simulation.engine.cancel();
          await recover(
            simulation.engine.stack,
            () => undefined,
            () => undefined,
          );
          const next = await up(update);
          assert.ok(next.ok, `${here}: ${next.errors}`);
          assert.ok((await up(update)).ok, here); // settles
          assertSettled(inCluster(simulation), wanted, here);
          await simulation.close();
        }
    }).timeout(600_000);
});

type Recorded = ReturnType<typeof inCluster>;

/** Whatever color has the traffic is one that had it, unchanged, or one that is Ready. */
function assertServes(simulation: Simulation, before: Recorded, here: string): void {
  const now = inCluster(simulation);
  for (const color of ["blue", "green"] as const) {
    if ((now.weights?.[color] ?? 0) === 0 || before.weights === undefined) continue;
    assert.ok(now[color]?.ready, `${here}: ${color} has the traffic and is not Ready`);
    if ((before.weights[color] ?? 0) > 0) assert.equal(now[color]?.release, before[color]?.release, here);
  }
}

const activeRelease = ({ weights, blue, green }: Recorded) =>
  ((weights?.green ?? 0) > 0 ? green : blue)?.release ?? "";

/** Nothing is left to do: the wanted release is active and the other color at its standby size. */
function assertSettled(now: Recorded, release: string, here: string): void {
  assert.equal(activeRelease(now), release, here);
  const plan = planRelease(now, { release, replicas: 1, standbyReplicas: 0 });
  for (const color of ["blue", "green"] as const)
    assert.equal(now[color]?.replicas, plan.colors[color].replicas, `${here}: ${color}`);
}

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { isStale } from "../../cli/apply";
import { recover } from "../../cli/read-back";
import { Branch } from "./branch";
import type { OperationOptions } from "./engine";
import { brokenImage, scenarios, type Scenario, type Update } from "./kill-scenarios";
import { assertRules, type Applications } from "./live-rules";
import type { Outcome } from "./outcome";

/** Updates that a person may need after one that was cut off, the last one settling it. */
const most = 3;

describe("an engine that is killed at every step", () => {
  let branch: Branch;
  const kubeconfig = process.env.KUBECONFIG;

  beforeEach(() => {
    process.env.KUBECONFIG = "";
  });
  afterEach(async () => {
    await branch.close();
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  for (const [name, scenario] of Object.entries(scenarios))
    it(`${name} is finished by the next update, and what served goes on serving`, async () => {
      branch = await Branch.start("dev");
      branch.simulation.kubernetes.brokenImages.add(brokenImage);
      for (const update of scenario.before) assertWell(await up(update));
      await branch.configure(scenario.update.settings);
      const bringBack = branch.simulation.save();
      const before = branch.all();

      const whole = await branch.up(scenario.update.run, { parallel: 1 });
      assert.equal(whole.ok, scenario.then === undefined, whole.errors);
      const after = branch.all();
      assertRules(branch, { before, after }, "not killed");
      await follow(scenario);
      assertWell(await branch.up());
      assertWell(await branch.up());
      const end = branch.all();
      assert.ok(whole.steps.length > 0);

      for (const { at, when, here } of places(whole)) {
        bringBack();
        const died = await branch.up(scenario.update.run, {
          parallel: 1,
          faults: [{ at, when, do: "kill" }],
        });
        assert.ok(died.killed, here);
        assertRules(branch, { before, after }, here);
        await branch.simulation.engine.cancel();
        branch.simulation.kubernetes.startPods();

        let left = await again(scenario, after, here);
        await follow(scenario);
        for (; left > 0 && !isDeepStrictEqual(branch.all(), end); left--) assertWell(await branch.up());
        assert.deepEqual(branch.all(), end, here);
      }
    }).timeout(600_000);

  async function up({ settings, run }: Update, options: OperationOptions = {}): Promise<Outcome> {
    await branch.configure(settings);
    return branch.up(run, options);
  }

  /** Repeats the killed update; where it is refused it changed nothing, and succeeds once the cluster was read back. */
  async function again({ update, then }: Scenario, after: Applications, here: string): Promise<number> {
    const died = branch.all();
    const served = { before: died, after };
    let next = await branch.up(update.run);
    assertRules(branch, served, `${here}, then again`);
    let left = most - 1;
    if (isStale(next.errors)) {
      assert.deepEqual(branch.all(), died, `${here}, then refused`);
      await recover(
        branch.simulation.engine.stack,
        () => undefined,
        () => undefined,
      );
      assert.deepEqual(branch.all(), died, `${here}, then read back`);
      next = await branch.up(update.run);
      assertRules(branch, served, `${here}, then again after it was read back`);
      left--;
    }
    assert.equal(next.ok, then === undefined, `${here}, then again: ${next.errors}`);
    return left;
  }

  async function follow({ then }: Scenario): Promise<void> {
    if (then !== undefined) assertWell(await up(then));
  }
});

/** Every place of an update at which an engine can die. */
function places({ steps }: Outcome) {
  return steps.flatMap(({ step = 0, method, type, name }) => {
    const kind = type.split(":").at(-1) ?? "";
    const whens =
      kind === "Deployment" ? (["before", "during", "after"] as const) : (["before", "after"] as const);
    return whens.map((when) => ({
      at: step,
      when,
      here: `killed ${when} step ${step} of ${steps.length} (${method} ${kind} ${name})`,
    }));
  });
}

function assertWell({ ok, errors }: Outcome): void {
  assert.ok(ok, errors);
}

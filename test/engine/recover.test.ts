import assert from "node:assert/strict";
import { recover } from "../../cli/recover";
import program from "../../index";
import { configure, inCluster, startBranch } from "./branch";
import type { Simulation } from "./simulation";

const applications = (image: string) => ({
  applications: [
    {
      name: "web",
      image,
      port: 8080,
      probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
    },
  ],
});

describe("an update after one that was cut off", () => {
  let simulation: Simulation;
  const said: string[] = [];
  const before = process.env.KUBECONFIG;
  const readBack = () =>
    recover(
      simulation.engine.stack,
      (line) => said.push(line),
      () => undefined,
    );

  beforeEach(async () => {
    process.env.KUBECONFIG = "";
    simulation = await startBranch("dev", applications("shop/web:1"));
    assert.ok((await simulation.engine.up(program)).ok);
    said.length = 0;
  });
  afterEach(async () => {
    await simulation.close();
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });

  it("leaves alone the color that got the traffic just before the engine died, whatever is wanted now", async () => {
    await configure(simulation, applications("shop/web:2"));
    const route = 2; // the step that moves the traffic, after the idle color's Deployment
    const died = await simulation.engine.up(program, {
      parallel: 1,
      faults: [{ at: route, when: "after", do: "kill" }],
    });
    assert.ok(died.killed);
    await simulation.engine.cancel();
    const serving = inCluster(simulation);
    assert.deepEqual(serving.weights, { blue: 0, green: 100 });

    assert.equal(await readBack(), true);
    assert.deepEqual(said, ["The last update was cut off: reading back what the cluster has."]);
    await configure(simulation, applications("shop/web:3"));
    const next = await simulation.engine.up(program);
    assert.ok(next.ok, next.errors);
    assert.deepEqual(inCluster(simulation).green, serving.green);
    assert.deepEqual(inCluster(simulation).weights, { blue: 100, green: 0 });
  });

  it("knows what the idle color has when the engine died after giving it something else", async () => {
    const old = inCluster(simulation);
    await configure(simulation, applications("shop/web:2"));
    await simulation.engine.up(program, { parallel: 1, faults: [{ at: 1, when: "after", do: "kill" }] });
    await simulation.engine.cancel();
    await readBack();
    await configure(simulation, applications("shop/web:1"));
    const next = await simulation.engine.up(program);
    assert.ok(next.ok, next.errors);
    assert.deepEqual(inCluster(simulation).blue, old.blue);
    assert.deepEqual(inCluster(simulation).weights, { blue: 100, green: 0 });
    assert.equal(inCluster(simulation).green?.replicas, 0);
  });

  it("reads nothing back after one that ended", async () => {
    assert.equal(await readBack(), false);
    assert.deepEqual(said, []);
  });
});

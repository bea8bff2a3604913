import assert from "node:assert/strict";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { Provider } from "@pulumi/kubernetes/provider";
import type { Call } from "./call-log";
import type { Fault } from "./fault";
import { SHOP, shop } from "./shop";
import { Simulation } from "./simulation";

const isDeployment = (call: Readonly<Call>) => call.type === SHOP.deployment && call.step !== undefined;

describe("a fault at a chosen step", () => {
  let simulation: Simulation;
  beforeEach(async () => {
    simulation = await Simulation.start({ kubernetes: { patience: 300 } });
  });
  afterEach(() => simulation.close());

  const up = (fault: Fault, program = shop()) => simulation.engine.up(program, { faults: [fault] });
  const exists = (type: string, id: string) => simulation.kubernetes.find(type, id) !== undefined;

  it("fails a call before the cloud changes", async () => {
    const outcome = await up({ at: 3, when: "before", do: { fail: "quota exceeded" } });
    assert.match(outcome.errors, /quota exceeded/);
    assert.deepEqual(
      outcome.steps.map(({ name, phase, error }) => [name, phase, error]),
      [
        ["space", "after", undefined],
        ["token", "after", undefined],
        ["web", "before", "quota exceeded"],
      ],
    );
    assert.equal(exists(SHOP.deployment, "shop/web"), false);
  });

  it("fails a call after the cloud changed: the engine does not know the object", async () => {
    const outcome = await up({ at: 3, when: "after", do: { fail: "connection reset" } });
    assert.deepEqual([outcome.ok, exists(SHOP.deployment, "shop/web")], [false, true]);
    const again = await simulation.engine.up(shop());
    assert.match(again.errors, /AlreadyExists: Deployment "shop\/web" already exists/);
  });

  it("delays a call", async () => {
    const started = Date.now();
    const outcome = await up({ at: isDeployment, when: "before", do: { delay: 1500 } });
    assert.equal(outcome.ok, true);
    assert.ok(Date.now() - started >= 1500);
  });

  it("makes a Deployment that never becomes ready; the next update tries it again", async () => {
    const outcome = await up({ at: isDeployment, when: "after", do: "unready" });
    assert.equal(outcome.ok, false);
    assert.match(outcome.errors, /CrashLoopBackOff/);
    const { resources } = (await simulation.engine.exportStack()).deployment as {
      resources: {
        type: string;
        initErrors?: string[];
        outputs?: { status: { readyReplicas?: number; replicas?: number } };
      }[];
    };
    const stored = resources.find(({ type }) => type === SHOP.deployment);
    assert.equal(stored?.initErrors?.length, 2);
    assert.equal(stored.outputs?.status.replicas, 2);
    assert.equal(stored.outputs.status.readyReplicas, undefined); // a count of 0 is left out

    const again = await simulation.engine.up(shop());
    assert.equal(again.errors, "");
    assert.deepEqual(
      again.steps.map(({ method, type }) => [method, type]),
      [
        ["update", SHOP.deployment],
        ["create", SHOP.service],
      ],
    );
    assert.deepEqual(await simulation.engine.outputs(), { ready: 2, service: "web" });
  });

  it("keeps secrets sealed in what a failed wait stores", async () => {
    await up({
      at: (call) => call.type === SHOP.secret && call.step !== undefined,
      when: "after",
      do: "unready",
    });
    assert.match(simulation.engine.checkpoint(), /initErrors/);
    assert.doesNotMatch(simulation.engine.checkpoint(), /t0p-secret/);
  });

  it("fails a Deployment that names a Secret which is not there", async () => {
    await simulation.engine.up(shop());
    simulation.kubernetes.remove(SHOP.secret, "shop/token");
    const outcome = await simulation.engine.up(shop({ image: "shop:2" }));
    assert.match(outcome.errors, /pods of "shop\/web" wait for Secret "token", which does not exist/);
  });

  it("fails a Service that no ready pod stands behind, unless the program says not to wait", async () => {
    const outcome = await simulation.engine.up(lonelyService());
    assert.match(outcome.errors, /Service does not target any Pods/);
    const patient = await simulation.engine.up(lonelyService({ "pulumi.com/skipAwait": "true" }));
    assert.equal(patient.errors, "");
  });

  for (const when of ["before", "after"] as const) {
    it(`kills the engine ${when} a create; after a cancel the next update finishes`, async () => {
      const program = shop({ provider: { upsertExistingObjects: true } });
      const outcome = await up({ at: 3, when, do: "kill" }, program);
      assert.deepEqual([outcome.ok, outcome.killed, outcome.steps.at(-1)?.phase], [false, true, when]);
      assert.equal(exists(SHOP.deployment, "shop/web"), when === "after");

      const locked = await simulation.engine.up(program);
      assert.match(locked.output, /the stack is currently locked by 1 lock/);

      await simulation.engine.cancel();
      const again = await simulation.engine.up(program);
      assert.equal(again.errors, "");
      assert.deepEqual(
        again.steps.map(({ method, type }) => [method, type]),
        [
          ["create", SHOP.deployment],
          ["create", SHOP.service],
        ],
      );
      assert.deepEqual((await simulation.engine.up(program)).changes, []);
    });
  }

  it("leaves an object that an update cannot take over, unless the provider may upsert", async () => {
    await up({ at: 3, when: "after", do: "kill" });
    await simulation.engine.cancel();
    const again = await simulation.engine.up(shop());
    assert.match(again.errors, /AlreadyExists: Deployment "shop\/web" already exists/);
  });
});

function lonelyService(annotations: Record<string, string> = {}) {
  // eslint-disable-next-line @typescript-eslint/require-await -- the Automation API takes only async programs
  return async () => {
    const provider = new Provider("cluster", { clusterIdentifier: "simulated" });
    const spec = { selector: { app: "nobody" }, ports: [{ port: 80 }] };
    return void new Service("lonely", { metadata: { name: "lonely", annotations }, spec }, { provider });
  };
}

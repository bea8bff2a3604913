import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import program from "../../index";
import { configure, inCluster, startBranch } from "./branch";
import type { Fault } from "./fault";
import type { Outcome } from "./outcome";
import type { Simulation } from "./simulation";

const stepsOf = ({ steps }: Outcome) =>
  steps.map(({ method, type, name }) => `${method} ${type.split(":").at(-1) ?? ""} ${name}`);
const applications = (image: string, more: object = {}) => ({
  applications: [
    {
      name: "web",
      image,
      port: 8080,
      probes: { readiness: { path: "/readyz" }, liveness: { path: "/healthz" } },
      ...more,
    },
  ],
});

const unreadyGreen: Fault = {
  at: ({ name, step, type }) => step !== undefined && name === "web-green" && type.endsWith(":Deployment"),
  when: "after",
  do: "unready",
};

describe("an environment on the real engine", () => {
  let simulation: Simulation;
  let folder: string;
  const before = process.env.KUBECONFIG;

  function useCluster(certificate: string): void {
    const file = join(folder, "kubeconfig");
    const data = Buffer.from(certificate).toString("base64");
    writeFileSync(
      file,
      `current-context: here\ncontexts: [{name: here, context: {cluster: it}}]\n` +
        `clusters: [{name: it, cluster: {server: "https://127.0.0.1:1", certificate-authority-data: ${data}}}]\n`,
    );
    process.env.KUBECONFIG = file;
  }

  const up = async (changes: object, options = {}): Promise<Outcome> => {
    await configure(simulation, { ...changes });
    return simulation.engine.up(program, options);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "turnout-test-"));
    useCluster("first");
    simulation = await startBranch("dev", applications("shop/web:1"));
  });

  afterEach(async () => {
    await simulation.close();
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });

  it("previews a first update as creations only", async () => {
    const outcome = await simulation.engine.preview(program);
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual([...new Set(outcome.changes.map(({ op }) => op))], ["create"]);
  });

  it("comes up with the route before the pods, and a second update changes nothing", async () => {
    const first = await simulation.engine.up(program);
    assert.ok(first.ok, first.errors);
    const steps = stepsOf(first);
    assert.equal(steps[0], "create Namespace environment");
    assert.ok(steps.indexOf("create HTTPRoute web") < steps.indexOf("create Deployment web-blue"));
    assert.ok(steps.indexOf("create Service web-green") < steps.indexOf("create HTTPRoute web"));
    assert.deepEqual(inCluster(simulation).weights, { blue: 100, green: 0 });

    const again = await simulation.engine.up(program);
    assert.ok(again.ok, again.errors);
    assert.deepEqual(again.changes, []);
  });

  it("releases to the idle color, then settles, then rolls back", async () => {
    await simulation.engine.up(program);
    const old = inCluster(simulation).blue;

    const release = await up(applications("shop/web:2"));
    assert.ok(release.ok, release.errors);
    assert.deepEqual(stepsOf(release), ["update Deployment web-green", "update HTTPRoute web"]);
    const released = inCluster(simulation);
    assert.deepEqual(released.weights, { blue: 0, green: 100 });
    assert.deepEqual(released.blue, old);
    assert.notEqual(released.green?.release, old?.release);

    const settle = await simulation.engine.up(program);
    assert.deepEqual(stepsOf(settle), ["update Deployment web-blue"]);
    assert.equal(inCluster(simulation).blue?.replicas, 0);
    assert.equal(inCluster(simulation).blue?.release, old?.release);

    const rollback = await up(applications("shop/web:1"));
    assert.deepEqual(stepsOf(rollback), ["update Deployment web-blue", "update HTTPRoute web"]);
    assert.equal(inCluster(simulation).blue?.release, old?.release);
    assert.deepEqual(inCluster(simulation).weights, { blue: 100, green: 0 });
  });

  it("rolls a warm color back by one update of two weights", async () => {
    await simulation.engine.up(program);
    await up(applications("shop/web:2"));
    await configure(simulation, applications("shop/web:1"));
    const preview = await simulation.engine.preview(program);
    assert.deepEqual(
      preview.changes.map(({ op, name, paths }) => ({ op, name, paths })),
      [
        {
          op: "update",
          name: "web",
          paths: ["spec.rules[0].backendRefs[0].weight", "spec.rules[0].backendRefs[1].weight"],
        },
      ],
    );
  });

  it("leaves the old color serving when a release fails, and goes on from what really happened", async () => {
    await simulation.engine.up(program);
    const old = inCluster(simulation);
    const failed = await up(applications("shop/web:bad"), {
      faults: [unreadyGreen],
    });
    assert.equal(failed.ok, false);
    assert.deepEqual(stepsOf(failed), ["update Deployment web-green"]);
    assert.deepEqual(inCluster(simulation).weights, old.weights);
    assert.deepEqual(inCluster(simulation).blue, old.blue);

    const next = await up(applications("shop/web:3"));
    assert.ok(next.ok, next.errors);
    assert.deepEqual(inCluster(simulation).blue, old.blue);
    assert.deepEqual(inCluster(simulation).weights, { blue: 0, green: 100 });
  });

  it("takes a failed release back, the color that failed going to its standby size", async () => {
    await simulation.engine.up(program);
    await up(applications("shop/web:bad"), { faults: [unreadyGreen] });
    const back = await up(applications("shop/web:1"));
    assert.ok(back.ok, back.errors);
    assert.deepEqual(stepsOf(back), ["update Deployment web-green"]);
    assert.equal(inCluster(simulation).green?.replicas, 0);
    assert.deepEqual(inCluster(simulation).weights, { blue: 100, green: 0 });
  });

  for (const step of [1, 2])
    for (const when of ["before", "after"] as const)
      it(`finishes a release whose engine was killed ${when} step ${step}, the old color untouched`, async () => {
        await simulation.engine.up(program);
        const old = inCluster(simulation);
        const killed = await up(applications("shop/web:2"), {
          parallel: 1,
          faults: [{ at: step, when, do: "kill" }],
        });
        assert.ok(killed.killed);
        assert.deepEqual(inCluster(simulation).blue, old.blue);
        await simulation.engine.cancel();

        const next = await simulation.engine.up(program);
        assert.ok(next.ok, next.errors);
        const { blue, green, weights } = inCluster(simulation);
        assert.deepEqual(blue, old.blue);
        assert.deepEqual(weights, { blue: 0, green: 100 });
        assert.notEqual(green?.release, old.blue?.release);
      });

  it("keeps secrets out of the checkpoint, names a release after them, and leaves the old color its own", async () => {
    const first = await up(applications("shop/web:1", { secrets: { TOKEN: "s3cret-one" } }));
    assert.ok(first.ok, first.errors);
    const old = inCluster(simulation);
    const second = await up(applications("shop/web:1", { secrets: { TOKEN: "s3cret-two" } }));
    assert.ok(second.ok, second.errors);
    assert.notEqual(inCluster(simulation).green?.release, old.blue?.release);
    const secretOf = (color: string) =>
      JSON.stringify(
        simulation.kubernetes.find("kubernetes:core/v1:Secret", `smallcase-develop/web-${color}`)?.properties,
      );
    assert.match(secretOf("blue"), /s3cret-one/);
    assert.match(secretOf("green"), /s3cret-two/);
    assert.doesNotMatch(simulation.engine.checkpoint(), /s3cret/);
    assert.doesNotMatch(second.output, /s3cret/);
  });

  it("refuses another cluster before the first resource, also when asked again", async () => {
    await simulation.engine.up(program);
    useCluster("second");
    for (let i = 0; i < 2; i++) {
      const outcome = await up(applications("shop/web:2"));
      assert.equal(outcome.ok, false);
      assert.match(
        outcome.errors,
        /Stack dev belongs to cluster [0-9a-f]{16}, but the kubeconfig's current context leads to cluster [0-9a-f]{16}; nothing was changed\./,
      );
      assert.doesNotMatch(outcome.errors, /\n\s+at /);
      assert.deepEqual(outcome.steps, []);
    }
  });

  it("changes nothing for settings that are wrong, and names every problem", async () => {
    await simulation.engine.up(program);
    const outcome = await up({ ...applications("shop/web:latest", { port: 0 }), domain: "UPPER" });
    assert.equal(outcome.ok, false);
    for (const path of ["turnout:domain", "turnout:applications[0].port"])
      assert.ok(outcome.errors.includes(path), outcome.errors);
    assert.doesNotMatch(outcome.errors, /\n\s+at /);
    assert.deepEqual(outcome.steps, []);
  });

  it("refuses a stack that belongs to no branch", async () => {
    await simulation.close();
    simulation = await startBranch("nobodys", applications("shop/web:1"));
    const outcome = await simulation.engine.up(program);
    assert.equal(outcome.ok, false);
    assert.match(outcome.errors, /Stack "nobodys" is no stack of the map in branches\.ts/);
    assert.deepEqual(outcome.steps, []);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    await simulation.engine.up(program);
    const outcome = await simulation.engine.destroy();
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual(
      simulation.kubernetes.list().map(({ id }) => id),
      ["default", "kube-system"],
    );
  });
});

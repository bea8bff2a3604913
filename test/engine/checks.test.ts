import assert from "node:assert/strict";
import type { Switch } from "../../traffic/switch";
import { application, Branch, refusal, stepsOf, web, type Changes } from "./branch";
import type { Outcome } from "./outcome";

const smoke = { smoke: { path: "/readyz" } };
const two = (tag: string, more: object = {}): Changes => ({
  applications: [
    application(`shop/web:${tag}`, more),
    application(`shop/api:${tag}`, { name: "api", ...more }),
  ],
});

describe("what is checked while a release is under way, on the real engine", () => {
  let branch: Branch;
  const kubeconfig = process.env.KUBECONFIG;

  async function start(changes: Changes): Promise<void> {
    branch = await Branch.start("dev", changes);
    await well();
  }
  async function well(): Promise<Outcome> {
    const outcome = await branch.up();
    assert.ok(outcome.ok, outcome.errors);
    return outcome;
  }

  before(() => {
    process.env.KUBECONFIG = "";
  });
  afterEach(() => branch.close());
  after(() => {
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  describe("pods that can't come up", () => {
    const missing = "Pod web-green-1: ErrImagePull: not found";
    const says = `error: after hook "web-green-after-change" failed: web-green can't become Ready, so the update ends: ${missing}\nerror: update failed`;
    const soon = { failFastSeconds: 1 };
    const patience = 8000;

    async function failing(changes: Changes = web("shop/web:2", soon)): Promise<void> {
      branch = await Branch.start("dev", web("shop/web:1", soon), { patience });
      await well();
      branch.simulation.kubernetes.brokenImages.add("shop/web:2");
      branch.witness.reports.set("web-green", missing);
      await branch.configure(changes);
    }

    it("are not waited for, the old release serves, and what was made of the new one is recorded", async () => {
      await failing();
      const { blue, weights } = branch.now();
      assert.equal((await branch.up()).errors, says);
      assert.deepEqual([branch.now().blue, branch.now().weights], [blue, weights]);
      const { replicas, ready, givenUp } = branch.now().green ?? assert.fail("there is no green");
      assert.deepEqual([replicas, ready, givenUp], [1, false, "1"]);
      const refreshed = await branch.simulation.engine.refresh();
      assert.deepEqual(
        refreshed.changes.flatMap(({ paths }) => paths),
        [],
      );
    });

    it("are waited for again by the next update, also where nothing of the settings changed", async () => {
      await failing();
      await branch.up();
      assert.equal((await branch.up()).errors, says);
      assert.equal(branch.now().green?.givenUp, "2");
      branch.simulation.kubernetes.brokenImages.clear(); // somebody pushed the image
      branch.witness.reports.clear();
      await well();
      assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
      assert.deepEqual(
        (await well()).changes.filter(({ name }) => name === "web-green"),
        [],
      );
    });

    it("are no hindrance to the release that mends them", async () => {
      await failing();
      await branch.up();
      branch.witness.reports.clear();
      await branch.configure(web("shop/web:3", soon));
      await well();
      assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    });

    it("go where the settings go back to what serves", async () => {
      await failing();
      await branch.up();
      await branch.configure(web("shop/web:1", soon));
      await well();
      assert.deepEqual([branch.now().weights, branch.now().green?.replicas], [{ blue: 100, green: 0 }, 0]);
    });

    it("end a first release, too, and the next one comes up", async () => {
      branch = await Branch.start("dev", web("shop/web:2", soon), { patience });
      branch.simulation.kubernetes.brokenImages.add("shop/web:2");
      branch.witness.reports.set("web-blue", missing);
      const { errors } = await branch.up();
      assert.equal(
        errors,
        says.replaceAll("web-green-after", "web-blue-after").replace("web-green can't", "web-blue can't"),
      );
      branch.witness.reports.clear();
      branch.simulation.kubernetes.brokenImages.clear();
      await well();
      assert.deepEqual([branch.now().blue?.ready, branch.now().weights], [true, { blue: 100, green: 0 }]);
    });
  });

  describe("a smoke check", () => {
    it("tries what is new before it gets traffic, and nothing else", async () => {
      await start(web("shop/web:1", smoke));
      assert.deepEqual(branch.witness.smoked, []);
      await branch.configure(web("shop/web:2", smoke));
      await well();
      assert.deepEqual(branch.witness.smoked, [`web ${branch.now().green?.release ?? ""}`]);
      await branch.configure(web("shop/web:1", smoke));
      await well(); // back to what has served
      assert.equal(branch.witness.smoked.length, 1);
    });

    it("that fails leaves the traffic where it is, with its log in the error, however often it is tried", async () => {
      await start(web("shop/web:1", smoke));
      const old = branch.now();
      const log = "The smoke check of web failed:\nGET http://shop/readyz: status 500";
      branch.witness.smokeLogs.set("web", log);
      await branch.configure(web("shop/web:2", smoke));
      for (const tries of [1, 2]) {
        const { errors } = await branch.up();
        assert.equal(errors, refusal("web-before-traffic", log));
        assert.equal(branch.witness.smoked.length, tries);
        assert.deepEqual(branch.now().weights, old.weights);
        assert.deepEqual(branch.now().blue, old.blue);
      }
      branch.witness.smokeLogs.clear();
      await well();
      assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    });

    it("that failed leaves nothing to go back to", async () => {
      await start(web("shop/web:1", smoke));
      branch.witness.smokeLogs.set("web", "no");
      await branch.configure(web("shop/web:2", smoke));
      await branch.up();
      const outcome = await branch.up({ intent: () => ({ verb: "rollback" }) });
      assert.ok(outcome.ok, outcome.errors);
      assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    });

    it("is made though the engine died before it was", async () => {
      await start(web("shop/web:1", smoke));
      await branch.configure(web("shop/web:2", smoke));
      const died = await branch.up(
        {},
        {
          faults: [
            { at: ({ name, step }) => step !== undefined && name === "web", when: "before", do: "kill" },
          ],
        },
      );
      assert.ok(died.killed);
      await branch.simulation.engine.cancel();
      branch.witness.smoked.length = 0;
      await well();
      assert.deepEqual(branch.witness.smoked, [`web ${branch.now().green?.release ?? ""}`]);
    });
  });

  describe("of several applications", () => {
    it("moves no route before the pods of all of them are Ready", async () => {
      await start(two("1"));
      await branch.configure(two("2"));
      const steps = stepsOf(await well());
      const last = (kind: string) => Math.max(...steps.map((step, at) => (step.includes(kind) ? at : -1)));
      const routes = ["web", "api"].map((name) => steps.indexOf(`update HTTPRoute ${name}`));
      assert.ok(Math.min(...routes) > last("Deployment"), steps.join("\n"));
      assert.ok(Math.min(...routes) > last("--preview"), steps.join("\n"));
      for (const name of ["web", "api"]) assert.deepEqual(branch.now(name).weights, { blue: 0, green: 100 });
    });

    it("leaves all where they are where one doesn't come up", async () => {
      await start(two("1"));
      branch.simulation.kubernetes.brokenImages.add("shop/api:2");
      await branch.configure(two("2"));
      assert.equal((await branch.up()).ok, false);
      for (const name of ["web", "api"]) assert.deepEqual(branch.now(name).weights, { blue: 100, green: 0 });
    });

    it("leaves all where they are where one fails its smoke check", async () => {
      await start(two("1", smoke));
      branch.witness.smokeLogs.set("api", "The smoke check of api failed.");
      await branch.configure(two("2", smoke));
      const { ok, errors } = await branch.up();
      assert.equal(ok, false);
      assert.ok(errors.includes("The smoke check of api failed."), errors);
      for (const name of ["web", "api"]) assert.deepEqual(branch.now(name).weights, { blue: 100, green: 0 });
    });
  });

  it("takes no pods away while the gateway lags, and the next update does", async () => {
    await start(web("shop/web:1"));
    await branch.configure(web("shop/web:2"));
    branch.witness.lag = "The Gateway did not accept the changed route within 120 s.";
    const release = await well();
    assert.ok(release.output.includes(`web: ${branch.witness.lag}`), release.output);

    const early = await branch.up();
    assert.equal(
      early.errors,
      refusal("web-blue-before-change", `web-blue keeps its pods: ${branch.witness.lag}`),
    );
    assert.equal(branch.now().blue?.replicas, 1);

    branch.witness.lag = undefined;
    assert.deepEqual(stepsOf(await well()), ["update Deployment web-blue"]);
    assert.equal(branch.now().blue?.replicas, 0);
  });

  it("changes nothing that has traffic, or is to have it, where the cluster can't be asked", async () => {
    await start(web("shop/web:1"));
    const old = branch.now();
    await branch.configure(web("shop/web:2"));
    branch.witness.unreachable = "connect ECONNREFUSED 127.0.0.1:6443";
    const { errors } = await branch.up();
    assert.ok(errors.includes("connect ECONNREFUSED 127.0.0.1:6443"), errors);
    assert.deepEqual([branch.now().weights, branch.now().blue], [old.weights, old.blue]);
  });

  it("keeps what was seen of the last switch in the stack's outputs, over later updates", async () => {
    const lastSwitch = async () => {
      const outputs = (await branch.simulation.engine.outputs()) as {
        applications: { web: { lastSwitch?: Switch } };
      };
      return outputs.applications.web.lastSwitch;
    };
    await start(web("shop/web:1"));
    assert.equal(await lastSwitch(), undefined);
    await branch.configure(web("shop/web:2"));
    await well();
    const { blue, green } = branch.now();
    const seen = await lastSwitch();
    assert.deepEqual([seen?.from, seen?.to, seen?.share], [blue?.release, green?.release, 100]);
    await well();
    await well();
    assert.deepEqual(await lastSwitch(), seen);
  });

  it("leaves the sizes that an autoscaler gave, and releases at the size that it gave last", async () => {
    const scaled = (tag: string) => web(`shop/web:${tag}`, { replicas: 2, autoscaling: { maxReplicas: 10 } });
    const scale = (color: string, replicas: number) => {
      branch.simulation.kubernetes.change(
        "kubernetes:apps/v1:Deployment",
        `smallcase-develop/web-${color}`,
        (it) => Object.assign(it.spec as object, { replicas }),
      );
      branch.simulation.kubernetes.startPods();
    };
    await start(scaled("1"));
    scale("blue", 8);
    await well();
    assert.equal(branch.now().blue?.replicas, 8);

    await branch.configure(scaled("2"));
    await well();
    assert.deepEqual([branch.now().blue?.replicas, branch.now().green?.replicas], [8, 8]);
    scale("green", 9);
    await well();
    assert.deepEqual([branch.now().blue?.replicas, branch.now().green?.replicas], [0, 9]);
  });
});

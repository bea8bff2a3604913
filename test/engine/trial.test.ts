import assert from "node:assert/strict";
import type { Intent } from "../../release/model";
import { Branch, stepsOf, web } from "./branch";
import type { Outcome } from "./outcome";

describe("a release that is tried first, on the real engine", () => {
  let branch: Branch;
  const kubeconfig = process.env.KUBECONFIG;

  const up = async (intent?: Intent): Promise<Outcome> => {
    const outcome = await branch.up({ intent: () => intent });
    assert.ok(outcome.ok, outcome.errors);
    return outcome;
  };
  const settle = () => up();

  /** A first release, and a second one that is tried as the settings say. */
  async function tryOut(strategy: object): Promise<void> {
    branch = await Branch.start("dev", web("shop/web:1", strategy));
    await up();
    await branch.configure(web("shop/web:2", strategy));
    await up();
  }

  before(() => {
    process.env.KUBECONFIG = "";
  });
  afterEach(() => branch.close());
  after(() => {
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  const canary = { canary: { steps: [10, 50, 100], pauseSeconds: 0 } };

  it("gets a canary's first share, keeps it, and gets the next ones where a person asks", async () => {
    await tryOut(canary);
    const { blue: old, green, weights } = branch.now();
    assert.deepEqual(weights, { blue: 90, green: 10 });
    assert.equal(green?.candidate, true);

    assert.deepEqual(stepsOf(await up()), []);
    assert.deepEqual(stepsOf(await up({ verb: "shift", share: 50 })), ["update HTTPRoute web"]);
    assert.deepEqual(branch.now().weights, { blue: 50, green: 50 });
    await up({ verb: "shift", share: 100 });
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    assert.deepEqual(branch.now().blue, old);

    await settle();
    assert.equal(branch.now().green?.candidate, undefined);
    assert.equal(branch.now().blue?.replicas, 0);
  });

  it("gives its share back, and isn't tried again until a person asks or the settings have another", async () => {
    await tryOut(canary);
    const tried = branch.now().green?.release;
    await up({ verb: "abort" });
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    assert.equal(branch.now().rejected, tried);

    await settle();
    assert.equal(branch.now().green?.replicas, 0);
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    assert.deepEqual(stepsOf(await up()), []);

    await up({ verb: "release" });
    assert.deepEqual(branch.now().weights, { blue: 90, green: 10 });
    assert.equal(branch.now().green?.release, tried);
    assert.equal(branch.now().rejected, undefined);
  });

  it("waits at its preview hostname to be promoted", async () => {
    await tryOut({ autoPromote: false });
    const { weights, preview, green } = branch.now();
    assert.deepEqual(weights, { blue: 100, green: 0 });
    assert.equal(preview, "green");
    assert.equal(green?.ready, true);
    assert.deepEqual(stepsOf(await up()), []);

    await up({ verb: "shift", share: 100 });
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    assert.deepEqual(branch.now().green?.release, green.release);
  });

  it("is gone back from where a person asks, and not released again by itself", async () => {
    await tryOut({});
    const { blue: old, green: bad } = branch.now();
    const back = await up({ verb: "rollback" });
    assert.deepEqual(stepsOf(back), ["update HTTPRoute web"]);
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    assert.equal(branch.now().rejected, bad?.release);

    await settle(); // the settings still want what was rolled back
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    assert.equal(branch.now().blue?.release, old?.release);
    assert.equal(branch.now().green?.replicas, 0);

    await branch.configure(web("shop/web:3"));
    await up();
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
    assert.equal(branch.now().rejected, undefined);
  });
});

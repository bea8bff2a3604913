import assert from "node:assert/strict";
import { Branch, stepsOf, web } from "./branch";
import type { Outcome } from "./outcome";

describe("a release on the real engine", () => {
  let branch: Branch;
  const kubeconfig = process.env.KUBECONFIG;

  const up = async (image: string, more: object = {}): Promise<Outcome> => {
    await branch.configure(web(image, more));
    return branch.up();
  };

  beforeEach(async () => {
    process.env.KUBECONFIG = "";
    branch = await Branch.start("dev", web("shop/web:1"));
    const first = await branch.up();
    assert.ok(first.ok, first.errors);
  });
  afterEach(async () => {
    await branch.close();
    if (kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfig;
  });

  it("goes to the idle color, then settles, then goes back", async () => {
    const old = branch.now().blue;
    const release = await up("shop/web:2");
    assert.ok(release.ok, release.errors);
    assert.deepEqual(stepsOf(release), [
      "update HTTPRoute web--preview",
      "update Deployment web-green",
      "update HTTPRoute web",
    ]);
    const released = branch.now();
    assert.deepEqual(released.weights, { blue: 0, green: 100 });
    assert.equal(released.preview, "green");
    assert.deepEqual(released.blue, old);
    assert.notEqual(released.green?.release, old?.release);

    const settle = await branch.up();
    assert.deepEqual(stepsOf(settle), ["update Deployment web-blue"]);
    assert.equal(branch.now().blue?.replicas, 0);
    assert.equal(branch.now().blue?.release, old?.release);

    const rollback = await up("shop/web:1");
    assert.deepEqual(stepsOf(rollback), ["update Deployment web-blue", "update HTTPRoute web"]);
    assert.equal(branch.now().blue?.release, old?.release);
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
  });

  it("goes back to a warm color by one update of two weights", async () => {
    await up("shop/web:2");
    await branch.configure(web("shop/web:1"));
    const preview = await branch.preview();
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

  it("that fails leaves the old color serving, and the next one goes on from what really happened", async () => {
    const old = branch.now();
    branch.simulation.kubernetes.brokenImages.add("shop/web:bad");
    const failed = await up("shop/web:bad");
    assert.equal(failed.ok, false);
    assert.match(
      failed.errors,
      /containers of "smallcase-develop\/web-green" are not ready: CrashLoopBackOff/,
    );
    assert.deepEqual(stepsOf(failed), ["update HTTPRoute web--preview", "update Deployment web-green"]);
    assert.deepEqual(branch.now().weights, old.weights);
    assert.deepEqual(branch.now().blue, old.blue);

    const next = await up("shop/web:3");
    assert.ok(next.ok, next.errors);
    assert.deepEqual(branch.now().blue, old.blue);
    assert.deepEqual(branch.now().weights, { blue: 0, green: 100 });
  });

  it("that failed is taken back, and its color goes to the standby size", async () => {
    branch.simulation.kubernetes.brokenImages.add("shop/web:bad");
    await up("shop/web:bad");
    const back = await up("shop/web:1");
    assert.ok(back.ok, back.errors);
    assert.deepEqual(stepsOf(back), ["update Deployment web-green"]);
    assert.equal(branch.now().green?.replicas, 0);
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Branch, stepsOf, web } from "./branch";

describe("an environment on the real engine", () => {
  let branch: Branch;
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

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "turnout-test-"));
    useCluster("first");
    branch = await Branch.start("dev", web("shop/web:1"));
  });

  afterEach(async () => {
    await branch.close();
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });

  it("previews a first update as creations only", async () => {
    const outcome = await branch.preview();
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual([...new Set(outcome.changes.map(({ op }) => op))], ["create"]);
  });

  it("comes up with the routes before the pods, and a second update changes nothing", async () => {
    const first = await branch.up();
    assert.ok(first.ok, first.errors);
    const steps = stepsOf(first);
    assert.equal(steps[0], "create Namespace environment");
    for (const route of ["create HTTPRoute web", "create HTTPRoute web--preview"]) {
      assert.ok(steps.includes(route));
      assert.ok(steps.indexOf("create Service web-green") < steps.indexOf(route));
    }
    assert.ok(steps.indexOf("create HTTPRoute web") < steps.indexOf("create Deployment web-blue"));
    assert.deepEqual(branch.now().weights, { blue: 100, green: 0 });
    assert.equal(branch.now().preview, "blue");

    const again = await branch.up();
    assert.ok(again.ok, again.errors);
    assert.deepEqual(again.changes, []);
  });

  it("keeps secrets out of the checkpoint, names a release after them, and leaves the old color its own", async () => {
    const secrets = () =>
      branch.simulation.kubernetes.list().filter(({ type }) => type === "kubernetes:core/v1:Secret");
    const holding = (value: string) =>
      secrets()
        .filter(({ properties }) => JSON.stringify(properties.stringData).includes(value))
        .map(({ id }) => id.replace(/[0-9a-f]{10}$/, "…"))
        .sort();

    await branch.configure(web("shop/web:1", { secrets: { TOKEN: "s3cret-one" } }));
    const first = await branch.up();
    assert.ok(first.ok, first.errors);
    const old = branch.now();
    await branch.configure(web("shop/web:1", { secrets: { TOKEN: "s3cret-two" } }));
    const second = await branch.up();
    assert.ok(second.ok, second.errors);

    assert.deepEqual(branch.now().blue, old.blue);
    assert.notEqual(branch.now().green?.release, old.blue?.release);
    // What no pod reads any more goes with its namespace: an update that is cut off could take it from pods that do.
    assert.deepEqual(holding("s3cret-one"), [
      "smallcase-develop/web-blue-…",
      "smallcase-develop/web-green-…",
    ]);
    assert.deepEqual(holding("s3cret-two"), ["smallcase-develop/web-green-…"]);
    assert.ok(secrets().every(({ properties }) => properties.immutable === true));
    assert.doesNotMatch(branch.simulation.engine.checkpoint(), /s3cret/);
    assert.doesNotMatch(second.output, /s3cret/);
  });

  it("refuses another cluster before the first resource, also when asked again", async () => {
    await branch.up();
    useCluster("second");
    await branch.configure(web("shop/web:2"));
    for (let i = 0; i < 2; i++) {
      const outcome = await branch.up();
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
    await branch.up();
    await branch.configure({ ...web("shop/web:latest", { port: 0 }), domain: "UPPER" });
    const outcome = await branch.up();
    assert.equal(outcome.ok, false);
    for (const path of ["turnout:domain", "turnout:applications[0].port"])
      assert.ok(outcome.errors.includes(path), outcome.errors);
    assert.doesNotMatch(outcome.errors, /\n\s+at /);
    assert.deepEqual(outcome.steps, []);
  });

  it("refuses a stack that belongs to no branch", async () => {
    await branch.close();
    branch = await Branch.start("nobodys", web("shop/web:1"));
    const outcome = await branch.up();
    assert.equal(outcome.ok, false);
    assert.match(outcome.errors, /Stack "nobodys" is no stack of the map in branches\.ts/);
    assert.deepEqual(outcome.steps, []);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    await branch.up();
    const outcome = await branch.simulation.engine.destroy();
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual(
      branch.simulation.kubernetes.list().map(({ id }) => id),
      ["default", "kube-system"],
    );
  });
});

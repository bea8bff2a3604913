import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { underLoad } from "./under-load";

describe("a canary under load on a real cluster", () => {
  let environment: BranchEnvironment;
  const answering = async () => (await ask(environment.host)).release;
  const canary = (version: string, analysis: object = {}) => {
    environment.want(version, { canary: { steps: [10, 50, 100], pauseSeconds: 3 }, analysis });
  };

  before(async () => {
    environment = new BranchEnvironment("feature/canary");
    environment.want("1");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  it("goes step by step to all of the traffic", async () => {
    const old = await answering();
    canary("2");
    const { releases } = await underLoad("canary to 100", [environment.host], async () => {
      const output = await environment.turnout("release");
      assert.equal(output.match(/Watching web for 3 s\./g)?.length, 2);
      assert.match(output, /released and settled\.\n$/);
    });
    const { blue, green, weights } = await environment.status();
    assert.deepEqual(weights, { blue: 0, green: 100 });
    assert.deepEqual(Object.keys(releases), [old, green?.release]);
    assert.deepEqual([blue?.replicas, green?.replicas], [0, 2]);
  });

  it("gives the traffic back by itself where a release is found too slow", async () => {
    const old = await answering();
    canary("3", { maxP95Milliseconds: 1 });
    const { releases } = await underLoad("canary, aborted", [environment.host], async () => {
      const { code, errors } = await environment.attempt("release");
      assert.equal(code, 1);
      assert.match(errors, /^web: release \S+ was aborted: .* ms/);
      assert.doesNotMatch(errors, /\n\s+at /);
    });
    const { blue, weights, rejected } = await environment.status();
    assert.deepEqual(weights, { blue: 0, green: 100 });
    assert.deepEqual(Object.keys(releases), [old, blue?.release]);
    assert.deepEqual([await answering(), rejected], [old, blue?.release]);
    // A part of it only: at 10 % of two pods' traffic it got no more than one in five.
    const [tried, all] = [releases[blue?.release ?? ""]?.requests ?? 0, releases[old ?? ""]?.requests ?? 0];
    assert.ok(tried > 0 && tried < all / 5, `${tried} of ${all} requests`);
  });
});

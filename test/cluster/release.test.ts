import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { underLoad } from "./under-load";

describe("a release under load on a real cluster", () => {
  let environment: BranchEnvironment;
  const answering = async () => (await ask(environment.host)).release;
  const on = (scenario: string, act: Parameters<typeof underLoad>[2]) =>
    underLoad(scenario, [environment.host], act);

  before(async () => {
    environment = new BranchEnvironment("feature/release");
    environment.want("1");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  it("moves the traffic to the new release, and leaves the old one up", async () => {
    const old = await answering();
    environment.want("2");
    const { releases } = await on("release", async () => void (await environment.turnout("up")));
    const { blue, green, weights, lastSwitch } = await environment.status();
    assert.deepEqual([blue?.release, green?.release], Object.keys(releases));
    assert.deepEqual([blue?.release, await answering()], [old, green?.release]);
    assert.deepEqual([blue?.replicas, green?.replicas], [2, 2]);
    assert.deepEqual(weights, { blue: 0, green: 100 });
    assert.deepEqual([lastSwitch?.from, lastSwitch?.to, lastSwitch?.failures], [old, green?.release, 0]);
  });

  it("settles: the old release's pods go", async () => {
    const serving = await answering();
    const { releases } = await on("settle", async () => void (await environment.turnout("settle")));
    const { blue, green } = await environment.status();
    assert.deepEqual([blue?.replicas, green?.replicas], [0, 2]);
    assert.deepEqual(Object.keys(releases), [serving]);
  });

  it("goes back at once to a release that is warm, and stays there", async () => {
    const old = await answering();
    environment.want("3");
    await environment.turnout("up");
    const bad = await answering();
    await on("rollback, warm", async () => {
      const output = await environment.turnout("rollback");
      // Seen before the engine begins: the traffic moves first.
      assert.match(output, new RegExp(`^web: ${bad ?? ""} → ${old ?? ""} at .*, 0 failed; last response`));
      assert.match(
        output,
        new RegExp(`web is back at release ${old ?? ""}; ${bad ?? ""} is not released again`),
      );
    });
    assert.notEqual(bad, old);
    assert.equal(await answering(), old);
    await environment.turnout("up"); // the same settings still ask for what was taken back
    const { rejected, weights, blue } = await environment.status();
    assert.equal(await answering(), old);
    assert.equal(rejected, bad);
    assert.deepEqual([weights, blue?.replicas], [{ blue: 0, green: 100 }, 0]);
  });

  it("goes back to a release that has no pods any more", async () => {
    const old = await answering();
    environment.want("4");
    await on("turnout release", async () => {
      assert.match(await environment.turnout("release"), /released and settled\.\n$/);
    });
    const bad = await answering();
    await on("rollback, cold", async () => {
      const output = await environment.turnout("rollback");
      assert.match(output, new RegExp(`web is back at release ${old ?? ""};`));
    });
    assert.notEqual(bad, old);
    assert.equal(await answering(), old);
    await environment.turnout("settle");
  });

  it("waits to be promoted where the settings say so, and answers at its preview hostname", async () => {
    const old = await answering();
    environment.want("5", { autoPromote: false });
    await on("release that waits, and is promoted", async () => {
      assert.match(
        await environment.turnout("release"),
        /web waits to be promoted; its new release answers at /,
      );
      const { release } = await askUntil(environment.previewHost, (answer) => answer.release !== old);
      assert.equal(await answering(), old);
      await environment.turnout("promote");
      assert.equal(await answering(), release);
      assert.notEqual(release, old);
    });
    assert.equal(await answering(), (await environment.status()).blue?.release);
  });

  it("releases a secret that was rotated, and keeps the old one with what reads it", async () => {
    const secrets = (token: string) => ({ secrets: { TOKEN: token } });
    environment.want("5", secrets("old"));
    await environment.turnout("release");
    const old = await answering();
    environment.want("5", secrets("new"));
    const { releases } = await on("rotated secret", async () => void (await environment.turnout("up")));
    assert.deepEqual(Object.keys(releases), [old, await answering()]);
    const output = await environment.turnout("status", "--json");
    assert.doesNotMatch(output, /"(old|new)"/);
    await environment.turnout("rollback");
    assert.equal(await answering(), old);
  });
});

import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { deletePod } from "./kubernetes";
import { underLoad } from "./under-load";

/** Line that the CLI prints when the engine begins to change the route. */
const routeBegins = /^update HTTPRoute web …$/m;

describe("a death during the switch under load on a real cluster", () => {
  let environment: BranchEnvironment;
  let version = 1;
  const answering = async () => (await ask(environment.host)).release;
  const colorOf = async (is: "active" | "idle") => {
    const { weights } = await environment.status();
    return (weights?.green === 100) === (is === "active") ? "green" : "blue";
  };
  const next = () => {
    environment.want(String(++version));
  };

  before(async () => {
    environment = new BranchEnvironment("feature/deaths");
    environment.want("1");
    await environment.make();
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  after(() => environment.remove());

  afterEach(async () => {
    await environment.turnout("settle");
  });

  for (const which of ["new", "old"] as const)
    it(`loses no request when a pod of the ${which} release is deleted`, async () => {
      const old = await answering();
      const color = await colorOf(which === "new" ? "idle" : "active");
      next();
      const { releases } = await underLoad(
        `pod of the ${which} release deleted`,
        [environment.host],
        async () => {
          const release = await environment.begin("up");
          await release.until(routeBegins);
          await deletePod(environment.namespace, `turnout.dev/color=${color}`);
          // Where it went before the route moved, the traffic stays where it is until the next pod is Ready.
          const { code, output, errors } = await release.ended;
          assert.equal(code, 0, output + errors);
        },
      );
      assert.deepEqual(Object.keys(releases), [old, await answering()]);
      assert.deepEqual((await environment.status())[color]?.replicas, 2);
    });

  it("is recovered from when the engine is killed before the route moves", async () => {
    const old = await answering();
    next();
    await underLoad("engine killed, run again", [environment.host], async () => {
      const release = await environment.begin("up");
      await release.until(routeBegins);
      release.kill("engine");
      const { code, errors } = await release.ended;
      assert.equal(code, 1);
      assert.match(
        errors,
        /^The Pulumi engine was killed, .* goes on from what was done\.\nStack \S+: the command/,
      );
      assert.match(
        await environment.turnout("up"),
        /was left locked by .*, which is dead: the lock is removed/,
      );
    });
    assert.notEqual(await answering(), old);
  });

  it("is recovered from when all are killed after the route moved", async () => {
    const old = await answering();
    next();
    const { releases } = await underLoad(
      "command and engine killed, run again",
      [environment.host],
      async (load) => {
        const release = await environment.begin("up");
        await load.untilAnother();
        release.kill("command", "engine");
        await release.ended;
        const output = await environment.turnout("up");
        assert.match(output, /was left locked by .*, which is dead: the lock is removed, and a plugin/);
      },
    );
    assert.deepEqual(Object.keys(releases), [old, await answering()]);
  });

  const orders = { "rolled back again": ["rollback", "up"], "brought up": ["up"] } as const;
  for (const [how, verbs] of Object.entries(orders))
    it(`ends at the old release when a rollback is killed right after it moved the route, and ${how}`, async () => {
      const old = await answering();
      next();
      await environment.turnout("up");
      const bad = await answering();
      const { releases } = await underLoad(`rollback killed, ${how}`, [environment.host], async () => {
        const rollback = await environment.begin("rollback");
        await rollback.until(/^web: .* failed; last response/m);
        rollback.kill("command");
        await rollback.ended;
        const outputs: string[] = [];
        for (const verb of verbs) outputs.push(await environment.turnout(verb));
        if (how === "brought up")
          assert.match(
            outputs[0] ?? "",
            /^The cluster is not as it was last recorded: HTTPRoute web differs in .*\. Reading it back\.$/m,
          );
      });
      assert.notEqual(bad, old);
      assert.deepEqual(Object.keys(releases), [bad, old]);
      const { rejected } = await environment.status();
      assert.deepEqual([await answering(), rejected], [old, bad]);
    });
});

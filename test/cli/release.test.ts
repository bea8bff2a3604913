import assert from "node:assert/strict";
import { apply } from "../../cli/apply";
import { goOn, releaseAndSettle } from "../../cli/release";
import { UserError } from "../../cli/terminal";
import { web } from "../components/declared";
import { FakeEngine } from "./fake-engine";
import { FakeGateway } from "./fake-gateway";

const v2 = { image: "registry.example/web:2" };
const ask = (verb: "release" | "abort") => ({ intent: () => ({ verb }) as const });

describe("goOn", () => {
  let engine: FakeEngine;

  /** An environment in which the first release of these applications is up, and the second has begun. */
  async function begun(...applications: readonly object[]) {
    engine.applications = applications;
    await apply(engine.operation);
    engine.history.length = engine.said.length = 0;
    engine.applications = applications.map((one) => ({ ...one, ...v2 }));
    return (await apply(engine.operation, ask("release"))).applications;
  }
  const weights = (name = "web") => engine.history.map((each) => each[name]?.weights?.green);

  describe("without a time to watch", () => {
    beforeEach(() => (engine = new FakeEngine()));

    it("settles a release that has all of the traffic", async () => {
      await goOn(engine.operation, await begun(web));
      assert.deepEqual(weights(), [100, 100]);
      const { blue, green } = engine.web;
      assert.deepEqual([blue?.replicas, green?.replicas], [0, 1]);
      assert.equal(engine.said.at(-1), "Stack dev: released and settled.");
    });

    it("walks a canary's steps, each an update of its own, and keeps the old color up until the end", async () => {
      await goOn(
        engine.operation,
        await begun({ ...web, canary: { steps: [10, 50, 100], pauseSeconds: 0 } }),
      );
      assert.deepEqual(weights(), [10, 50, 100, 100]);
      assert.deepEqual(
        engine.history.map((each) => each.web?.blue?.replicas),
        [1, 1, 1, 0],
      );
    });

    it("stops where a release waits for a person, and says what comes next", async () => {
      await goOn(engine.operation, await begun({ ...web, autoPromote: false }));
      assert.deepEqual(weights(), [0]);
      assert.deepEqual(engine.said.slice(-2), [
        "web waits to be promoted; its new release answers at http://smallcase-develop--preview.localhost/",
        "`npx turnout promote --stack dev` goes on, `npx turnout abort --stack dev` takes it back.",
      ]);
    });

    it("goes on from what a person promoted, whatever the settings want by then", async () => {
      const gated = { ...web, autoPromote: false };
      const [{ release } = assert.fail()] = await begun(gated);
      engine.applications = [{ ...gated, image: "registry.example/web:3" }];
      const { applications } = await apply(engine.operation, {
        intent: () => ({ verb: "shift", share: 100 }),
      });
      await goOn(engine.operation, applications);
      assert.deepEqual(engine.web.weights, { blue: 0, green: 100 });
      assert.deepEqual([engine.web.green?.release, engine.web.blue?.replicas], [release, 0]);
    });

    it("releases several applications together, those with steps in their steps", async () => {
      const api = { ...web, name: "api" };
      const canary = { ...web, canary: { steps: [20, 100], pauseSeconds: 0 } };
      await goOn(engine.operation, await begun(canary, api));
      assert.deepEqual(
        [weights("web"), weights("api")],
        [
          [20, 100, 100],
          [100, 100, 100],
        ],
      );
    });
  });

  describe("with a time to watch", () => {
    let gateway: FakeGateway;
    const analysis = { requestsPerSecond: 50, minSamples: 10 };
    const watched = { ...web, releaseHeader: "X-Release", analysis };
    const canary = { ...watched, canary: { steps: [10, 100], pauseSeconds: 1 } };
    beforeEach(async () => {
      engine = new FakeEngine("smallcase-develop");
      gateway = await FakeGateway.start(engine);
    });
    afterEach(() => gateway.stop());
    const failing = async (outcome: Promise<void>) => {
      const error = await outcome.then(
        () => assert.fail("it passed"),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof UserError);
      return error.message;
    };

    it("goes on with a canary that is good, and tells what was measured", async () => {
      const [{ release } = assert.fail()] = await begun(canary);
      // As after an interruption: the same settings once more, and the canary holds.
      await goOn(engine.operation, (await apply(engine.operation, ask("release"))).applications);
      assert.deepEqual(weights(), [10, 10, 100, 100]);
      assert.match(
        engine.said.join("\n"),
        new RegExp(
          `^Watching web for 1 s\\.\nweb: Release ${release} passed: of \\d+ samples by Turnout's own requests 0 % failed \\(at most 1 % may\\)\\.$`,
          "m",
        ),
      );
    });

    it("takes a canary back that is bad, and says what was measured", async () => {
      const updated = await begun(canary);
      const release = updated[0]?.release ?? "";
      gateway.broken.add(release);
      assert.match(
        await failing(goOn(engine.operation, updated)),
        new RegExp(
          `^web: release ${release} was aborted: Release ${release} failed: of \\d+ samples by Turnout's own requests 100 % failed \\(at most 1 % may\\)\\.$`,
        ),
      );
      assert.deepEqual(weights(), [10, 0]);
      assert.deepEqual([engine.web.rejected, engine.web.green?.replicas], [release, 1]);
    });

    it("measures a canary at its preview's hostname, where each answer is its own", async () => {
      const updated = await begun(canary);
      await goOn(engine.operation, updated);
      const own = gateway.answers.get(updated[0]?.release ?? "") ?? 0;
      assert.deepEqual([own > 10, gateway.answers.size], [true, 1]);
    });

    it("takes a release back that turns bad while it is watched with all of the traffic", async () => {
      const updated = await begun({ ...watched, bakeSeconds: 1 });
      const release = updated[0]?.release ?? "";
      gateway.broken.add(release);
      assert.match(
        await failing(goOn(engine.operation, updated)),
        new RegExp(`^web: release ${release} was rolled back: Release ${release} failed: `),
      );
      assert.deepEqual([weights(), engine.web.rejected], [[100, 0], release]);
      assert.equal(engine.web.green?.replicas, 1);
    });

    it("takes all applications back where one is bad: they were released together", async () => {
      const api = { ...canary, name: "api" };
      const updated = await begun(canary, api);
      const bad = updated.find(({ application }) => application.name === "api")?.release ?? "";
      gateway.broken.add(bad);
      const message = await failing(goOn(engine.operation, updated));
      assert.match(message, new RegExp(`^api: release ${bad} was aborted: [^\n]+$`));
      assert.deepEqual(
        [weights("web"), weights("api")],
        [
          [10, 0],
          [10, 0],
        ],
      );
    });

    it("takes no answer at all for a failure", async () => {
      const updated = await begun(canary);
      await gateway.stop();
      const release = updated[0]?.release ?? "";
      assert.match(
        await failing(goOn(engine.operation, updated)),
        new RegExp(
          `^web: release ${release} was aborted: Release ${release} failed: of \\d+ samples .* 100 % failed`,
        ),
      );
      gateway = await FakeGateway.start(engine);
    });

    it("leaves the traffic as it is when a person interrupts the watching, and says how to go on", async () => {
      const updated = await begun(canary);
      const others = process.listeners("SIGINT");
      process.removeAllListeners("SIGINT"); // the test runner's own
      const outcome = failing(goOn(engine.operation, updated));
      setTimeout(() => process.emit("SIGINT"), 200);
      const message = await outcome.finally(() => others.forEach((one) => process.on("SIGINT", one)));
      assert.equal(
        message,
        "Interrupted while watching: the traffic stays as it is. `npx turnout release --stack dev` goes on, `npx turnout abort --stack dev` takes it back.",
      );
      assert.deepEqual(weights(), [10]);
    });

    it("watches what an update before it moved, and nobody watched to the end", async () => {
      const [{ release: moved } = assert.fail()] = await begun({ ...watched, bakeSeconds: 1 });
      gateway.broken.add(moved);
      assert.match(
        await failing(releaseAndSettle(engine.operation)),
        new RegExp(`^web: release ${moved} was rolled back: Release ${moved} failed: `),
      );
      assert.deepEqual(weights(), [100, 100, 0]);
      assert.deepEqual([engine.web.rejected, engine.web.blue?.replicas], [moved, 1]);
    });

    it("settles nothing of what is released together with a canary that had to be taken back first", async () => {
      const api = { ...watched, name: "api", bakeSeconds: 1 };
      await begun(canary, api);
      const serving = engine.history[0]?.api;
      engine.applications = [canary, api].map((one) => ({ ...one, image: "registry.example/web:3" }));
      const alone = new FakeEngine();
      alone.applications = engine.applications.slice(0, 1);
      const [{ release: bad } = assert.fail()] = (await apply(alone.operation)).applications;
      gateway.broken.add(bad);
      assert.match(
        await failing(releaseAndSettle(engine.operation)),
        new RegExp(`^web: release ${bad} was aborted: `),
      );
      assert.deepEqual(weights("web"), [10, 0, 10, 0]);
      assert.deepEqual(weights("api"), [100, 0, 0, 100]);
      assert.equal(engine.history.at(-1)?.api?.green?.release, serving?.green?.release);
      assert.deepEqual(
        engine.history.map((each) => each.api?.blue?.replicas),
        [1, 1, 1, 1],
      );
    });

    it("says so where what is bad has nothing before it to go back to, and leaves what is up", async () => {
      await begun({ ...watched, bakeSeconds: 1 });
      engine.applications = [{ ...watched, bakeSeconds: 1 }]; // the settings put back
      const first = engine.web.blue?.release ?? "";
      gateway.broken.add(first);
      assert.match(
        await failing(releaseAndSettle(engine.operation)),
        new RegExp(
          `^web: release ${first} keeps serving, because there is no earlier release to go back to: Release ${first} failed: `,
        ),
      );
      assert.deepEqual(weights(), [100, 0, 0]);
      assert.deepEqual([engine.web.green?.replicas, engine.web.blue?.replicas], [1, 1]);
    });
  });
});

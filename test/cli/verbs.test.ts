import assert from "node:assert/strict";
import { abort, promote, releaseAndSettle, settle } from "../../cli/release";
import { apply } from "../../cli/apply";
import { recordRollback } from "../../cli/record-rollback";
import { UserError } from "../../cli/terminal";
import { web } from "../components/declared";
import { FakeEngine } from "./fake-engine";

const image = (tag: string) => ({ image: `registry.example/web:${tag}` });
const api = { ...web, name: "api" };

describe("a verb", () => {
  let engine: FakeEngine;
  const weights = (name = "web") => engine.history.at(-1)?.[name]?.weights;
  const release_ = (name: string, color: "blue" | "green") => engine.history.at(-1)?.[name]?.[color]?.release;

  /** Two releases of each application, one after the other, and the settings of a third. */
  async function arrive(...applications: readonly object[]): Promise<void> {
    for (const tag of ["1", "2"]) {
      engine.applications = applications.map((one) => ({ ...one, ...image(tag) }));
      await apply(engine.operation);
    }
    engine.history.length = engine.said.length = 0;
  }
  const refuses = async (verb: Promise<void>, message: string) => {
    const before = structuredClone(engine.checkpoint);
    await assert.rejects(verb, (error) => error instanceof UserError && error.message === message);
    assert.deepEqual(engine.checkpoint, before);
  };

  beforeEach(() => (engine = new FakeEngine()));

  it("release says that there is nothing to release where the wanted release is active", async () => {
    await arrive(web);
    await releaseAndSettle(engine.operation); // what moved it there did not settle it
    assert.deepEqual(engine.said, ["Stack dev: release begins.", "Stack dev: released and settled."]);
    engine.said.length = 0;
    await releaseAndSettle(engine.operation);
    assert.deepEqual(engine.said, [
      "Stack dev: release begins.",
      "Stack dev: nothing to release, the wanted release is active.",
    ]);
  });

  it("release asks for a release again that was rejected", async () => {
    await arrive(web);
    await recordRollback(engine.operation, undefined, {});
    assert.deepEqual(weights(), { blue: 100, green: 0 });
    await apply(engine.operation);
    assert.deepEqual(weights(), { blue: 100, green: 0 });
    await releaseAndSettle(engine.operation);
    assert.deepEqual(weights(), { blue: 0, green: 100 });
  });

  it("rollback goes back whatever the settings want by now, and says what won't come again", async () => {
    await arrive(web);
    engine.applications = [{ ...web, ...image("3") }];
    await recordRollback(engine.operation, undefined, {});
    assert.deepEqual(weights(), { blue: 100, green: 0 });
    assert.equal(
      engine.said.at(-1),
      `web is back at release ${release_("web", "blue") ?? ""}; ${release_("web", "green") ?? ""} is not released again until it changes or \`npx turnout release --stack dev\` asks for it.`,
    );
  });

  it("rollback twice is as good as once", async () => {
    await arrive(web);
    await recordRollback(engine.operation, undefined, {});
    await refuses(
      recordRollback(engine.operation, undefined, {}),
      "Stack dev has no release to go back to; nothing was changed.",
    );
  });

  it("rollback asks which one, and leaves the other as it is, whatever its settings want", async () => {
    await arrive(web, api);
    await refuses(
      recordRollback(engine.operation, undefined, {}),
      "web and api have a release to go back to; nothing was changed. Say which: `npx turnout rollback web --stack dev`.",
    );
    engine.applications = [web, api].map((one) => ({ ...one, ...image("3") }));
    await recordRollback(engine.operation, "web", {});
    assert.deepEqual(weights("web"), { blue: 100, green: 0 });
    assert.deepEqual(weights("api"), { blue: 0, green: 100 });
    assert.equal(engine.history.at(-1)?.api?.blue?.replicas, 1);
  });

  it("rollback only records what was moved at once", async () => {
    await arrive(web);
    const moved = { at: "2026-11-21T14:00:00.000Z", to: "r", share: 100, requests: 9, failures: 0 };
    await recordRollback(engine.operation, undefined, { web: moved });
    assert.deepEqual(weights(), { blue: 100, green: 0 });
  });

  it("promote takes the next step and goes on to the end; --full goes there at once", async () => {
    const canary = { ...web, autoPromote: false, canary: { steps: [10, 50, 100], pauseSeconds: 0 } };
    for (const [full, shares] of [
      [false, [10, 50, 100, 100]],
      [true, [100, 100]],
    ] as const) {
      engine = new FakeEngine();
      await arrive(canary);
      await promote(engine.operation, full);
      assert.deepEqual(
        engine.history.map((each) => each.web?.weights?.green),
        shares,
      );
    }
  });

  it("promote leaves alone what doesn't wait", async () => {
    await arrive({ ...web, autoPromote: false }, api);
    engine.applications = [
      { ...web, autoPromote: false, ...image("2") },
      { ...api, ...image("3") },
    ];
    await apply(engine.operation, { intent: () => ({ verb: "keep" }) });
    const serving = release_("api", "green");
    await promote(engine.operation, true);
    assert.deepEqual(weights("web"), { blue: 0, green: 100 });
    assert.deepEqual(weights("api"), { blue: 0, green: 100 });
    assert.equal(release_("api", "green"), serving);
  });

  it("promote, abort and settle say where there is nothing for them to do", async () => {
    await arrive(web);
    await refuses(
      promote(engine.operation, false),
      "Nothing waits to be promoted in stack dev; nothing was changed.",
    );
    await refuses(
      abort(engine.operation),
      "No release is waiting or under way in stack dev; nothing was changed. `npx turnout rollback --stack dev` takes back one that is active.",
    );
    engine = new FakeEngine();
    await arrive({ ...web, autoPromote: false });
    await refuses(
      settle(engine.operation),
      "A release of web is not promoted yet; nothing was changed. `npx turnout promote --stack dev` or `npx turnout abort --stack dev` ends it.",
    );
  });

  it("abort takes back what waits, and the next update doesn't bring it again", async () => {
    await arrive({ ...web, autoPromote: false });
    const tried = engine.web.green?.release ?? "";
    await abort(engine.operation);
    assert.deepEqual(weights(), { blue: 100, green: 0 });
    assert.equal(
      engine.said.at(-1),
      `web: release ${tried} is aborted; blue serves ${release_("web", "blue") ?? ""}.`,
    );
    await apply(engine.operation);
    assert.equal(engine.web.green?.replicas, 0);
    await refuses(
      abort(engine.operation),
      "No release is waiting or under way in stack dev; nothing was changed. `npx turnout rollback --stack dev` takes back one that is active.",
    );
  });

  it("settle keeps what is active, whatever the settings want by now", async () => {
    await arrive(web);
    const serving = engine.web.green?.release;
    engine.applications = [{ ...web, ...image("3") }];
    await settle(engine.operation);
    assert.deepEqual(weights(), { blue: 0, green: 100 });
    assert.equal(engine.web.green?.release, serving);
    assert.equal(engine.web.blue?.replicas, 0);
  });
});

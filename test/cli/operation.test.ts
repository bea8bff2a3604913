import assert from "node:assert/strict";
import { apply } from "../../cli/apply";
import type { Operation } from "../../cli/operation";
import { recordRollback } from "../../cli/record-rollback";
import { abort, promote, settle } from "../../cli/release";
import { UserError } from "../../cli/terminal";
import { recordedApplications } from "../../release/checkpoint";
import { web } from "../components/declared";
import { FakeEngine } from "./fake-engine";

const verbs: Readonly<Record<string, (operation: Operation) => Promise<void>>> = {
  rollback: (operation) => recordRollback(operation, undefined, {}),
  promote: (operation) => promote(operation, false),
  abort,
  settle,
};

describe("an update from a checkout without one of the stack's applications", () => {
  let engine: FakeEngine;
  beforeEach(async () => {
    engine = new FakeEngine();
    engine.applications = [web, { ...web, name: "api" }];
    await apply(engine.operation);
    engine.applications = [{ ...web, image: "registry.example/web:2" }];
  });

  const refused = (end: string) => (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(
      error.message,
      `Stack dev has api, which this checkout doesn't declare, so an update from here would remove it; ${end}. Run it again from a checkout of what is deployed.`,
    );
    return true;
  };

  for (const [verb, run] of Object.entries(verbs))
    it(`is refused where a person asks to ${verb}: it would remove that`, async () => {
      await assert.rejects(run(engine.operation), refused("nothing was changed"));
      assert.deepEqual(recordedApplications(engine.checkpoint), ["api", "web"]);
    });

  it("says of a rollback what the fast path did before", async () => {
    const seen = {
      at: "2026-01-02T03:04:05.000Z",
      from: "r2",
      to: "r1",
      share: 100,
      requests: 1,
      failures: 0,
    };
    await assert.rejects(
      recordRollback(engine.operation, "web", { web: seen }),
      refused("web got the traffic back, which is not recorded yet"),
    );
    assert.deepEqual(recordedApplications(engine.checkpoint), ["api", "web"]);
  });

  it("removes it where the checkout is what is wanted", async () => {
    await apply(engine.operation);
    assert.deepEqual(recordedApplications(engine.checkpoint), ["web"]);
  });
});

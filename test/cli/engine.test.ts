import assert from "node:assert/strict";
import { programFor } from "../../cli/engine";
import type { Run } from "../../components/environment/run";
import { FakeEngine } from "./fake-engine";

describe("programFor", () => {
  const failing = (error: unknown): Run => ({
    onPlanned: () => {
      throw error;
    },
  });
  /** What an engine sees of a run that ends so. */
  async function seen(error: unknown): Promise<unknown> {
    const engine = new FakeEngine();
    const { stack } = engine.operation;
    stack.workspace.program = programFor(failing(error));
    return stack.up({}).then(
      () => assert.fail("it ended well"),
      (reason: unknown) => reason,
    );
  }

  it("lets an error through as it is", async () => {
    const error = new Error("half done");
    assert.equal(await seen(error), error);
  });

  it("hides that an error is gRPC's: the Automation API would take the program for one that ended well", async () => {
    const error = Object.assign(new Error("14 UNAVAILABLE: no connection"), { code: 14 });
    const reason = await seen(error);
    assert.ok(reason instanceof Error && !("code" in reason));
    assert.equal(reason.message, "Error: 14 UNAVAILABLE: no connection");
  });
});

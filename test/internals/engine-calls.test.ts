import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { counting, neverEnds, toItsEnd } from "../../internals/engine-calls";

/** A call of the program to the engine. @returns the function that answers it. */
function call(method: string): () => void {
  let answer: () => void = () => assert.fail("it has not begun");
  const begun = counting({ method_definition: { path: `/pulumirpc.ResourceMonitor/${method}` } }, () => ({
    start: (_, listener) => {
      answer = () => {
        listener.onReceiveStatus({ code: 0 });
      };
    },
  }));
  begun.start({}, { onReceiveStatus: () => undefined });
  return answer;
}

/** An engine that ends when it is interrupted, or after some milliseconds. */
const engine =
  (act: () => void, ends = 300) =>
  async (signal: AbortSignal) => {
    act();
    await setTimeout(ends, undefined, { signal });
    return "done";
  };

describe("a program in the engine", () => {
  it("is given up where it waits for what never comes: all its calls are answered, and no other follows", async () => {
    await assert.rejects(
      toItsEnd(
        engine(() => void call("RegisterResource")(), 60_000),
        20,
      ),
      {
        message: neverEnds,
      },
    );
  });

  for (const [what, act] of [
    ["the engine has only started", () => undefined],
    ["a call is open, however long", () => void call("RegisterResource")],
    [
      "one of two calls is open",
      () => {
        call("RegisterResource");
        call("Invoke")();
      },
    ],
    [
      "it has said that it is through",
      () => {
        call("RegisterResource")();
        call("SignalAndWaitForShutdown")();
      },
    ],
  ] as const)
    it(`is waited for where ${what}`, async () => {
      assert.equal(await toItsEnd(engine(act), 20), "done");
    });

  it("fails with its own error", async () => {
    await assert.rejects(
      toItsEnd(() => Promise.reject(new Error("no engine")), 20),
      { message: "no engine" },
    );
  });
});

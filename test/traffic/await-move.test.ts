import assert from "node:assert/strict";
import { awaitMove, probeMove } from "../../traffic/move";
import type { Probe } from "../../traffic/probe";
import { as, Backend, sleep } from "./backend";

describe("awaitMove", () => {
  let backend: Backend;
  let probe: Probe;
  beforeEach(async () => (backend = await Backend.start(as("r1"))));
  afterEach(() => {
    probe.abandon();
    return backend.stop();
  });
  const rule = { consecutive: 10, quietMilliseconds: 50 };
  const reasonAfter = (seconds: number, target = backend.target) => {
    probe = probeMove(target);
    return awaitMove(probe, "r2", seconds, rule);
  };

  it("waits until the gateway really asks the new release", async () => {
    setTimeout(() => (backend.answer = as("r2")), 150);
    assert.equal(await reasonAfter(10), undefined);
    const { samples } = probe;
    assert.ok(samples.slice(-10).every(({ release }) => release === "r2"));
    assert.ok(backend.connections >= samples.length, "each over a connection of its own");
  });

  it("is not fooled by one of two gateways that lags, and slowly", async () => {
    let turn = 0;
    backend.answer = (...of) => (turn++ % 2 === 0 ? as("r2") : as("r1", 200, 4000))(...of);
    const reason = await reasonAfter(1.5);
    // Only the quick ones came so far: by their answers alone it would have moved, had a busy machine not been slower.
    assert.ok(probe.samples.every(({ release }) => release === "r2"));
    const last = Math.min(10, probe.samples.length);
    assert.equal(
      reason?.replace(/^.*: |, \d+ more still waits?/g, ""),
      `of the last ${last} requests ${last} got an answer of r2; it takes 10 good answers of it in a row.`,
    );
  });

  it("says who still answers when the time is over", async () => {
    const reason = await reasonAfter(0.6);
    const last = Math.min(10, probe.samples.length); // a busy machine may not get so far
    assert.equal(
      reason?.replace(/, \d+ more still waits?(?=;)/, ""),
      `The traffic of ${backend.url} did not all move to release r2 within 0.6 s: of the last ${last} requests ${last} got an answer of r1; it takes 10 good answers of it in a row.`,
    );
  });

  it("says that nothing answers", async () => {
    const { target, url } = backend;
    await backend.stop();
    assert.equal(
      await reasonAfter(0.2, target),
      `Nothing at ${url} answered within 0.2 s: connect ECONNREFUSED 127.0.0.1:${target.port}.`,
    );
    backend = await Backend.start(as("r1"));
  });

  it("says how many requests still wait, and none of them once it is given up", async () => {
    backend.answer = () => undefined;
    const reason = await reasonAfter(0.1);
    assert.match(reason ?? "", /^Nothing at .* answered within 0\.1 s: \d+ requests still wait\.$/);
    probe.abandon();
    await sleep(60);
    const asked = backend.requests.length;
    await sleep(60);
    assert.equal(backend.requests.length, asked);
    assert.ok(backend.requests.every(({ socket }) => socket.destroyed));
  });
});

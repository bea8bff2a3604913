import assert from "node:assert/strict";
import { awaitMoved } from "../../traffic/move";
import { targetOf } from "../../traffic/request";
import { as, Backend, sleep } from "./backend";

describe("awaitMoved", () => {
  let backend: Backend;
  beforeEach(async () => (backend = await Backend.start(as("r1"))));
  afterEach(() => backend.stop());
  const quick = { consecutive: 10, quietMilliseconds: 50, requestsPerSecond: 100 };

  it("waits until the gateway really asks the new release", async () => {
    setTimeout(() => (backend.answer = as("r2")), 150);
    const result = await awaitMoved(backend.target, "r2", { ...quick, seconds: 10 });
    assert.equal(result.moved, true);
    assert.equal(result.reason, undefined);
    const others = result.samples.filter(({ release }) => release === "r1");
    assert.equal(result.lastOther, Math.max(...others.map(({ at, milliseconds }) => at + milliseconds)));
    assert.ok(result.samples.slice(-10).every(({ release }) => release === "r2"));
    assert.ok(backend.connections >= result.samples.length, "each over a connection of its own");
  });

  it("is not fooled by one of two gateways that lags, and slowly", async () => {
    let turn = 0;
    backend.answer = (...of) => (turn++ % 2 === 0 ? as("r2") : as("r1", 200, 2000))(...of);
    const result = await awaitMoved(backend.target, "r2", { ...quick, seconds: 0.8 });
    assert.equal(result.moved, false);
    // Only the quick ones came so far: by their answers alone it would have moved, had a busy machine not been slower.
    assert.ok(result.samples.every(({ release }) => release === "r2"));
    const last = Math.min(10, result.samples.length);
    assert.equal(
      result.reason?.replace(/^.*: |, \d+ more still waits?/g, ""),
      `of the last ${last} requests ${last} got an answer of r2; it takes 10 good answers of it in a row.`,
    );
  });

  it("says who still answers when the time is over", async () => {
    const result = await awaitMoved(backend.target, "r2", { ...quick, seconds: 0.3 });
    const { reason, samples, ...rest } = result;
    const last = Math.min(10, samples.length); // a busy machine may not get so far
    assert.equal(
      reason?.replace(/, \d+ more still waits?(?=;)/, ""),
      `The traffic of ${backend.url} did not all move to release r2 within 0.3 s: of the last ${last} requests ${last} got an answer of r1; it takes 10 good answers of it in a row.`,
    );
    assert.deepEqual(rest, {
      moved: false,
      lastOther: Math.max(...samples.map(({ at, milliseconds }) => at + milliseconds)),
    });
  });

  it("says that nothing answers", async () => {
    const { target, url } = backend;
    await backend.stop();
    const result = await awaitMoved(target, "r2", { ...quick, seconds: 0.2 });
    assert.equal(result.moved, false);
    assert.equal(
      result.reason,
      `Nothing at ${url} answered within 0.2 s: connect ECONNREFUSED 127.0.0.1:${target.port}.`,
    );
    backend = await Backend.start(as("r1"));
  });

  it("leaves no request behind", async () => {
    backend.answer = () => undefined;
    const { reason } = await awaitMoved(backend.target, "r2", { ...quick, seconds: 0.1 });
    assert.match(reason ?? "", /^Nothing at .* answered within 0\.1 s: \d+ requests still wait\.$/);
    const asked = backend.requests.length;
    await sleep(60);
    assert.equal(backend.requests.length, asked);
    assert.ok(backend.requests.every(({ socket }) => socket.destroyed));
  });

  it("asks nothing where no answer could tell", async () => {
    const result = await awaitMoved(targetOf(backend.url), "r2", { seconds: 10 });
    assert.deepEqual(result, {
      moved: false,
      samples: [],
      reason: `Who answers at ${backend.url} can't be seen: no header is set that names the release.`,
    });
    assert.equal(backend.requests.length, 0);
  });
});

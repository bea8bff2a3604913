import assert from "node:assert/strict";
import { observeMove } from "../../live/witness";
import { as, asGateway, Backend, sleep } from "../traffic/backend";
import { until } from "../until";

describe("observeMove", () => {
  let backend: Backend;
  let looks: number;
  const isTaken = () => Promise.resolve(++looks > 2);
  beforeEach(() => (looks = 0));
  afterEach(() => backend.stop());

  const subject = (header?: string) => ({
    namespace: "shop-dev",
    application: "web",
    url: backend.url,
    header,
  });
  const change = (share = 100) => ({ at: Date.now(), from: "r1", to: "r2", share });
  const seen = () => until(() => backend.requests.length > 3);

  it("sees all traffic move, and how long the old release went on answering", async () => {
    backend = await Backend.start(as("r1"));
    const end = observeMove(subject("X-Release"), isTaken);
    await seen();
    const made = change();
    const asked = backend.requests.length;
    const changed = until(() => backend.requests.length > asked + 5).then(() => (backend.answer = as("r2")));
    const { moved, reason, proof } = await end(made, 15);
    await changed;
    assert.deepEqual([moved, reason], [true, undefined]);
    const { requests, milliseconds = assert.fail("not seen"), ...rest } = proof;
    assert.deepEqual(rest, {
      at: new Date(made.at).toISOString(),
      from: "r1",
      to: "r2",
      share: 100,
      failures: 0,
    });
    assert.ok(requests >= 24 && milliseconds > 0 && made.at + milliseconds <= Date.now());
    assert.equal(looks, 0);
  });

  it("counts what users would have got no answer to", async () => {
    backend = await Backend.start(as("r1"));
    const end = observeMove(subject("X-Release"), isTaken);
    await seen();
    backend.answer = asGateway(503);
    setTimeout(() => (backend.answer = as("r2")), 200);
    const { proof } = await end(change(), 15);
    assert.ok(proof.failures > 0);
  });

  it("says who answered instead where the traffic doesn't move in time", async () => {
    backend = await Backend.start(as("r1"));
    const { moved, reason } = await observeMove(subject("X-Release"), isTaken)(change(), 1);
    assert.equal(moved, false);
    assert.match(
      reason ?? "",
      /^The traffic of http:\/\/127\.0\.0\.1:\d+\/ did not all move to release r2 within 1 s: /,
    );
  });

  it("takes one answer for a share of the traffic, which never is all answers", async () => {
    let count = 0;
    backend = await Backend.start((request, response) => {
      as(++count % 10 === 0 ? "r2" : "r1")(request, response);
    });
    const { moved, proof } = await observeMove(subject("X-Release"), isTaken)(change(10), 15);
    assert.deepEqual([moved, looks], [true, 3], "and the Gateway has taken the route");
    assert.deepEqual([proof.share, proof.milliseconds], [10, undefined]);
  });

  it("takes no answer from before a change for a share that a release gets by it", async () => {
    backend = await Backend.start(as("r2"));
    const end = observeMove(subject("X-Release"), isTaken);
    await seen();
    backend.answer = as("r1");
    await until(() => backend.requests.length > 8);
    // The release answered until now, with the share that it had; from this change on it never does.
    const { moved } = await end({ ...change(50), at: Date.now() + 60_000 }, 1);
    assert.deepEqual([moved, looks], [false, 0]);
  });

  it("says where a share of the traffic never comes", async () => {
    backend = await Backend.start(as("r1"));
    const { moved, reason } = await observeMove(subject("X-Release"), isTaken)(change(10), 1);
    assert.equal(moved, false);
    assert.equal(
      reason,
      `Release r2 was not seen at ${backend.url} within 1 s, though it has 10 % of the traffic.`,
    );
  });

  it("goes by the Gateway's word where answers name no release", async () => {
    backend = await Backend.start(as("r1"));
    const { moved, proof } = await observeMove(subject(), isTaken)(change(), 15);
    assert.deepEqual([moved, looks, proof.milliseconds], [true, 3, undefined]);
    assert.ok(proof.requests > 0);
  });

  it("says where the Gateway doesn't take the route", async () => {
    backend = await Backend.start(as("r1"));
    const { moved, reason } = await observeMove(subject(), () => Promise.resolve(false))(change(), 1);
    assert.deepEqual([moved, reason], [false, "The Gateway did not accept the changed route within 1 s."]);
  });

  it("asks no more once it has ended, also where the Gateway can't be asked", async () => {
    backend = await Backend.start(as("r2"));
    const refused = () => Promise.reject(new Error("Forbidden"));
    await assert.rejects(observeMove(subject(), refused)(change(), 5), { message: "Forbidden" });
    await observeMove(subject("X-Release"), isTaken)(change(), 15);
    await sleep(50); // for what was sent before
    const { length } = backend.requests;
    await sleep(200);
    assert.equal(backend.requests.length, length);
  });
});

import assert from "node:assert/strict";
import { dueOf, Probe } from "../../traffic/probe";
import { failed } from "../../traffic/request";
import { until } from "../until";
import { as, Backend, sleep } from "./backend";

describe("dueOf", () => {
  const rate = { requestsPerSecond: 100 };

  it("sends the first request at once, and each as it falls due", () => {
    assert.deepEqual(dueOf(0, 0, 0, rate), { due: 1, sent: 1, missed: 0 });
    assert.deepEqual(dueOf(9.9, 1, 1, rate), { due: 1, sent: 0, missed: 0 });
    assert.deepEqual(dueOf(10, 1, 1, rate), { due: 2, sent: 1, missed: 0 });
  });

  it("makes up for what fell due in a tenth of a second", () => {
    assert.deepEqual(dueOf(100, 1, 1, rate), { due: 11, sent: 10, missed: 0 });
  });

  it("does not make up with a burst for the time that this process was busy", () => {
    assert.deepEqual(dueOf(400, 1, 1, rate), { due: 41, sent: 10, missed: 30 });
  });

  it("goes on at a rate of fewer than 10 a second", () => {
    assert.deepEqual(dueOf(1000, 2, 0, { requestsPerSecond: 2 }), { due: 3, sent: 1, missed: 0 });
  });

  it("sends no more than may be without an answer, and counts the others as missed", () => {
    assert.deepEqual(dueOf(50, 1, 1, { ...rate, maxInFlight: 3 }), { due: 6, sent: 2, missed: 3 });
    assert.deepEqual(dueOf(50, 1, 3, { ...rate, maxInFlight: 3 }), { due: 6, sent: 0, missed: 5 });
    assert.deepEqual(dueOf(50, 1, 255, rate), { due: 6, sent: 1, missed: 4 });
  });
});

describe("Probe", () => {
  let backend: Backend;
  beforeEach(async () => (backend = await Backend.start(as("r1"))));
  afterEach(() => backend.stop());

  it("asks again and again, over connections that it keeps", async () => {
    const probe = Probe.start(backend.target, { requestsPerSecond: 100 });
    await until(() => probe.samples.length >= 30);
    await probe.stop();
    const { requests, failures } = probe.tally;
    assert.equal(failures, 0);
    assert.equal(probe.samples.length, requests);
    assert.equal(requests, backend.requests.length);
    assert.ok(backend.connections < requests, `${backend.connections} connections`);
  });

  it("does not wait for slow answers before it asks again, and waits for them at the end", async () => {
    backend.answer = as("r1", 200, 300);
    const probe = Probe.start(backend.target, { requestsPerSecond: 100 });
    await until(() => probe.pending.length >= 5);
    assert.equal(probe.samples.length, 0);
    await probe.stop();
    assert.equal(probe.samples.length, backend.requests.length);
    assert.ok(probe.samples.every(({ milliseconds }) => milliseconds >= 290));
    assert.deepEqual(probe.pending, []);
    await sleep(50);
    assert.equal(probe.samples.length, backend.requests.length);
  });

  it("opens a connection for each request where they are to be fresh", async () => {
    const probe = Probe.start(backend.target, { requestsPerSecond: 200, fresh: true });
    await until(() => probe.samples.length >= 10);
    await probe.stop();
    assert.equal(backend.connections, probe.samples.length);
    assert.equal(probe.tally.failures, 0);
  });

  it("speaks TLS where the address says so", async () => {
    const probe = Probe.start({ ...backend.target, tls: true }, { requestsPerSecond: 50 });
    await until(() => probe.samples.length >= 1);
    await probe.stop();
    const [sample] = probe.samples;
    assert.equal(sample?.status, 0);
    assert.match(sample.error ?? "", /SSL|TLS/i); // the backend has no TLS, so this is all that can come of it
    assert.equal(backend.requests.length, 0);
  });

  it("sees a release change under way, and what broke between", async () => {
    const probe = Probe.start(backend.target, { requestsPerSecond: 200 });
    await until(() => probe.samples.length >= 5);
    backend.answer = (request) => void request.socket.destroy();
    await until(() => probe.tally.failures >= 3);
    backend.answer = as("r2");
    await until(() => probe.samples.at(-1)?.release === "r2");
    await probe.stop();
    const releases = new Set(probe.samples.map(({ release }) => release));
    assert.deepEqual([...releases], ["r1", undefined, "r2"]);
    assert.equal(probe.tally.failures, probe.samples.filter(failed).length);
  });

  it("asks no more than it may without an answer, and counts what it did not ask", async () => {
    backend.answer = () => undefined;
    const probe = Probe.start(backend.target, {
      requestsPerSecond: 200,
      maxInFlight: 3,
      timeoutMilliseconds: 150,
    });
    await until(() => probe.tally.missed >= 10);
    assert.ok(probe.pending.length <= 3);
    await until(() => probe.samples.length >= 3);
    await probe.stop();
    assert.ok(probe.samples.every(({ error }) => error === "no answer within 0.15 s"));
  });

  it("keeps the newest samples, and counts all", async () => {
    let count = 0;
    backend.answer = (...of) => as(`r${++count}`)(...of);
    const probe = Probe.start(backend.target, { requestsPerSecond: 500, maxSamples: 10 });
    await until(() => probe.tally.requests >= 200);
    await probe.stop();
    const kept = probe.samples.map(({ release }) => Number(release?.slice(1)));
    assert.ok(kept.length >= 8 && kept.length <= 10);
    assert.ok(Math.min(...kept) > 50, kept.join()); // not in the order of asking, where the machine is busy
    assert.equal(probe.tally.requests, count);
  });

  it("can be left without an answer, which then counts neither way", async () => {
    backend.answer = (request, response) =>
      request.url === "/" && void setTimeout(() => response.end(), 5000);
    const probe = Probe.start(backend.target, { requestsPerSecond: 100 });
    await until(() => probe.pending.length >= 3);
    probe.abandon();
    await until(() => probe.pending.length === 0);
    assert.deepEqual(probe.tally.requests, 0);
    assert.deepEqual(probe.samples, []);
  });
});

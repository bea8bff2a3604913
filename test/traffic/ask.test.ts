import assert from "node:assert/strict";
import { Agent } from "node:http";
import { ask, failed, targetOf } from "../../traffic/request";
import { until } from "../until";
import { as, asGateway, Backend } from "./backend";

describe("ask", () => {
  let backend: Backend;
  let agent: Agent;
  beforeEach(async () => {
    backend = await Backend.start(as("r1"));
    agent = new Agent();
  });
  afterEach(() => {
    agent.destroy();
    return backend.stop();
  });
  const asked = async (answer: Backend["answer"], target = backend.target, milliseconds = 15_000) => {
    backend.answer = answer;
    return ask(target, agent, milliseconds);
  };

  it("tells when it asked, how long the whole answer took, and who gave it", async () => {
    const before = Date.now();
    const { at, milliseconds, ...rest } = await asked((_, response) => {
      response.writeHead(200, { "x-release": "r1" }).write("first");
      setTimeout(() => response.end("last"), 60);
    });
    assert.deepEqual(rest, { status: 200, release: "r1" });
    assert.ok(at >= before && at + milliseconds <= Date.now() + 1, `${at - before} ms after`);
    assert.ok(milliseconds >= 55, `${milliseconds} ms`);
  });

  it("keeps the name of a host under .localhost, whatever the resolver knows", async () => {
    const target = targetOf(`http://web.pr-12.localhost:${backend.port}/ready?deep=1`, "X-Release");
    assert.equal((await asked(as("r1"), target)).status, 200);
    const [request] = backend.requests;
    assert.equal(request?.headers.host, `web.pr-12.localhost:${backend.port}`);
    assert.equal(request.url, "/ready?deep=1");
  });

  it("counts a 5xx of the release as its failure", async () => {
    const sample = await asked(as("r1", 500));
    assert.deepEqual([sample.status, sample.release, sample.error], [500, "r1", undefined]);
    assert.ok(failed(sample));
  });

  it("counts a refusal as the gateway's failure only where no release names itself", async () => {
    const own = await asked(as("r1", 404));
    assert.deepEqual([own.status, own.release, failed(own)], [404, "r1", false]);
    const gateway = await asked(asGateway(404));
    assert.deepEqual(
      [gateway.status, gateway.error, failed(gateway)],
      [404, "status 404 without X-Release", true],
    );
    const unknown = await asked(asGateway(404), targetOf(backend.url));
    assert.deepEqual([unknown.status, failed(unknown)], [404, false]);
  });

  it("takes for a release only what can be the name of one", async () => {
    for (const header of ["`rm` <b>", "a, b", "r".repeat(64), ""])
      assert.equal((await asked(as(header))).release, undefined, header);
    assert.equal((await asked(as("web@sha256:0a1b"))).release, "web@sha256:0a1b");
  });

  it("counts a connection that breaks before an answer", async () => {
    const sample = await asked((request) => void request.socket.destroy());
    assert.deepEqual([sample.status, sample.error, failed(sample)], [0, "socket hang up", true]);
  });

  it("counts a connection that breaks within an answer", async () => {
    const sample = await asked((_, response) => {
      response.writeHead(200, { "x-release": "r1", "content-length": 100 }).write("half");
      setTimeout(() => response.destroy(), 10);
    });
    assert.deepEqual([sample.status, sample.release], [0, undefined]);
    assert.equal(sample.error, "the connection was closed before the answer was whole");
  });

  it("reads an answer that ends with its connection", async () => {
    const sample = await asked((_, response) => {
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { "x-release": "r1", connection: "close" }).end("x".repeat(1_000_000));
    });
    assert.deepEqual([sample.status, sample.release, sample.error], [200, "r1", undefined]);
  });

  it("counts an answer that does not come, or does not end", async () => {
    const silent = await asked(() => undefined, backend.target, 150);
    const endless = await asked(
      (_, response) => void response.writeHead(200, { "x-release": "r1" }).write("and"),
      backend.target,
      150,
    );
    for (const sample of [silent, endless]) {
      assert.deepEqual([sample.status, sample.error], [0, "no answer within 0.15 s"]);
      assert.ok(sample.milliseconds >= 145, `${sample.milliseconds} ms`);
    }
  });

  it("does not blame an answer that waited while this process was busy", async () => {
    const answer = asked(as("r1", 200, 60), backend.target, 150);
    await until(() => backend.requests.length === 1);
    // Once this ends, the server, which is in this process too, sends its answer, and the time is over already.
    const from = performance.now();
    while (performance.now() - from < 250);
    assert.equal((await answer).status, 200);
  });

  it("counts a refused connection", async () => {
    const { target } = backend;
    await backend.stop();
    const sample = await ask(target, agent, 15_000);
    assert.deepEqual([sample.status, sample.error], [0, `connect ECONNREFUSED 127.0.0.1:${target.port}`]);
    const local = await ask({ ...target, host: "localhost" }, agent, 15_000);
    assert.match(local.error ?? "", /ECONNREFUSED/); // of two addresses, without a message of its own
    backend = await Backend.start(as("r1"));
  });
});

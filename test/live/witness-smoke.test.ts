import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { Subject } from "../../program/witness";
import { smoke } from "../../live/witness";
import { as, asGateway, Backend } from "../traffic/backend";

const title = "The smoke check of web failed with release r2; the traffic stays where it is:";

describe("smoke", () => {
  let backend: Backend;
  afterEach(() => backend.stop());

  const subject = (header: string | undefined = "X-Release"): Subject => ({
    namespace: "shop-dev",
    application: "web",
    url: backend.url,
    header,
  });
  const nameless = () => ({ ...subject(), header: undefined });
  const failing = async (check: Promise<void>) => {
    const began = performance.now();
    const error = await check.then(
      () => assert.fail("it passed"),
      (reason: Error) => reason,
    );
    return { lines: error.message.split("\n"), milliseconds: performance.now() - began };
  };

  describe("at a path", () => {
    const check = { path: "/readyz?deep=1", timeoutSeconds: 1 };
    const patient = { ...check, timeoutSeconds: 15 };

    it("passes once the release itself answers well", async () => {
      backend = await Backend.start(as("r2"));
      await smoke(patient, subject(), "r2");
      assert.deepEqual(
        backend.requests.map(({ method, url }) => [method, url]),
        [["GET", "/readyz?deep=1"]],
      );
    });

    it("waits until the preview's hostname leads to it", async () => {
      backend = await Backend.start(as("r1"));
      setTimeout(() => (backend.answer = as("r2")), 300);
      await smoke(patient, subject(), "r2");
      assert.ok(backend.requests.length > 1);
    });

    it("fails at once, with the log, where the release itself answers badly", async () => {
      backend = await Backend.start(as("r2", 500));
      const { lines } = await failing(smoke(patient, subject(), "r2"));
      assert.deepEqual(lines, [title, `GET ${backend.url}readyz?deep=1: status 500 of release r2`]);
      assert.equal(backend.requests.length, 1);
    });

    it("fails at its time where another release answers, and says so once", async () => {
      backend = await Backend.start(as("r1"));
      const { lines, milliseconds } = await failing(smoke(check, subject(), "r2"));
      assert.deepEqual(lines, [title, `GET ${backend.url}readyz?deep=1: status 200 of release r1`]);
      assert.ok(milliseconds >= 1000 && backend.requests.length > 1);
    });

    it("fails at its time where the gateway has no backend for it", async () => {
      backend = await Backend.start(asGateway(503));
      const { lines } = await failing(smoke(check, subject(), "r2"));
      assert.deepEqual(lines, [
        title,
        `GET ${backend.url}readyz?deep=1: status 503 (status 503 without X-Release)`,
      ]);
    });

    it("fails at its time where nothing listens", async () => {
      backend = await Backend.start(as("r2"));
      const free = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => free.once("listening", resolve));
      const { port } = free.address() as { port: number };
      await new Promise((resolve) => free.close(resolve));
      const url = `http://127.0.0.1:${port}/`;
      const { lines } = await failing(smoke(check, { ...subject(), url }, "r2"));
      assert.deepEqual(lines, [
        title,
        `GET ${url}readyz?deep=1: no answer (connect ECONNREFUSED 127.0.0.1:${port})`,
      ]);
    });

    it("asks again where answers name no release: any may still be the old one's", async () => {
      backend = await Backend.start(asGateway(500));
      setTimeout(() => (backend.answer = asGateway(204)), 300);
      await smoke(patient, nameless(), "r2");
      assert.ok(backend.requests.length > 1);
    });

    it("takes a redirect for a good answer, and an error of the client's for a bad one", async () => {
      backend = await Backend.start(as("r2", 302));
      await smoke(check, subject(), "r2");
      backend.answer = as("r2", 404);
      const { lines } = await failing(smoke(patient, subject(), "r2"));
      assert.deepEqual(lines[1], `GET ${backend.url}readyz?deep=1: status 404 of release r2`);
    });
  });

  describe("by a command", () => {
    const command = (script: string, timeoutSeconds = 15) => ({
      command: ["sh", "-c", script],
      timeoutSeconds,
    });

    it("runs it with the address and the release, once the release is there", async () => {
      backend = await Backend.start(as("r1"));
      setTimeout(() => (backend.answer = as("r2")), 200);
      await smoke(command(`test "$TURNOUT_URL $TURNOUT_RELEASE" = "${backend.url} r2"`), subject(), "r2");
      assert.ok(backend.requests.length >= 20);
    });

    it("runs it at once where answers name no release", async () => {
      backend = await Backend.start(as("r1"));
      await smoke(command("true"), nameless(), "r2");
      assert.deepEqual(backend.requests, []);
    });

    it("fails with what it printed", async () => {
      backend = await Backend.start(as("r2"));
      const { lines } = await failing(smoke(command("echo no cart; exit 1"), nameless(), "r2"));
      assert.deepEqual(lines, [title, "sh -c echo no cart; exit 1: exit code 1", "no cart"]);
    });

    it("doesn't run it where the release never comes", async () => {
      backend = await Backend.start(as("r1"));
      const { lines } = await failing(smoke(command("echo ran >&2; exit 1", 1), subject(), "r2"));
      assert.equal(lines.length, 2);
      assert.equal(lines[0], title);
      assert.match(
        lines[1] ?? "",
        /^The traffic of http:\/\/127\.0\.0\.1:\d+\/ did not all move to release r2 within 1 s: of the last \d+ requests \d+ got an answer of r1/,
      );
    });
  });
});

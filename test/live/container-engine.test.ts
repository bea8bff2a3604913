import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { hostVariable, openContainerEngine, placesOf } from "../../live/container-engine";

const ref = "localhost:5000/team/web:0123456789abcdef";

/** An engine that has one image, and whose registry has none. */
const engine = () =>
  createServer(({ url }, response) => {
    const answers: Readonly<Record<string, string>> = {
      "/_ping": "OK",
      [`/images/${ref}/json`]: "{}",
      [`/images/${ref}/get`]: "an archive",
    };
    const answer = answers[url ?? ""];
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });

describe("a container engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "turnout-engine-"));
  const socket = join(folder, "docker.sock");
  const host = `unix://${socket}`;
  let servers: Server[];
  before(async () => {
    servers = [engine(), engine()];
    await new Promise<void>((listening) => servers[0]?.listen(socket, listening));
    await new Promise<void>((listening) => servers[1]?.listen(0, "127.0.0.1", listening));
  });
  after(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });
  const opened = async (environment: NodeJS.ProcessEnv) => {
    const found = await openContainerEngine(environment);
    assert.ok(typeof found === "object" && "has" in found);
    return found;
  };

  it("says what it has, over a socket and over TCP", async () => {
    const { port } = servers[1]?.address() as AddressInfo;
    for (const DOCKER_HOST of [host, `tcp://127.0.0.1:${port}`]) {
      const found = await opened({ DOCKER_HOST });
      assert.equal(await found.has(ref), true);
      assert.equal(await found.has("localhost/other:1"), false);
      assert.equal(await found.isPushed(ref), false);
    }
  });

  it("writes an image to an archive, and says where it has none", async () => {
    const found = await opened({ DOCKER_HOST: host });
    const file = join(folder, "image.tar");
    assert.equal(await found.save(ref, file), true);
    assert.equal(readFileSync(file, "utf8"), "an archive");
    assert.equal(await found.save("localhost/other:1", join(folder, "other.tar")), false);
  });

  it("is none where nothing listens, and not asked in a diff", async () => {
    const nothing = join(folder, "nothing.sock");
    assert.deepEqual(await openContainerEngine({ DOCKER_HOST: `unix://${nothing}` }), {
      noEngine: [`DOCKER_HOST: connect ENOENT ${nothing}`],
    });
    assert.deepEqual(await openContainerEngine({ DOCKER_HOST: "tcp://127.0.0.1:1" }), {
      noEngine: ["DOCKER_HOST: connect ECONNREFUSED 127.0.0.1:1"],
    });
    assert.equal(await openContainerEngine({ DOCKER_HOST: host, KUBECONFIG: "" }), "not asked");
  });

  it("is taken to be there on another machine, where it has nothing for us", async () => {
    for (const environment of [
      { DOCKER_HOST: "ssh://me@builder" },
      { DOCKER_HOST: "tcp://docker:2376", DOCKER_CERT_PATH: "/certs/client" },
    ]) {
      const found = await opened(environment);
      assert.deepEqual(
        [await found.has(ref), await found.isPushed(ref), await found.save(ref, join(folder, "no.tar"))],
        [false, false, false],
      );
    }
  });
});

describe("the places of container engines", () => {
  it("are those of the Docker provider, and DOCKER_HOST alone where it is set", () => {
    assert.deepEqual(placesOf({ DOCKER_HOST: "unix:///run/podman.sock" }), [
      { socketPath: "/run/podman.sock" },
    ]);
    assert.deepEqual(placesOf({ DOCKER_HOST: "npipe:////./pipe/docker_engine" }), [
      { socketPath: "//./pipe/docker_engine" },
    ]);
    if (process.platform !== "win32")
      assert.deepEqual(placesOf({})[0], { socketPath: "/var/run/docker.sock" });
  });

  if (process.platform !== "win32") {
    const there =
      (...paths: readonly string[]) =>
      (path: string) =>
        paths.includes(path);
    const rootless = "/run/user/1000/podman/podman.sock";
    const colima = join(homedir(), ".colima", "default", "docker.sock");
    const environment = { XDG_RUNTIME_DIR: "/run/user/1000" };

    it("need DOCKER_HOST where the provider doesn't look", () => {
      assert.equal(hostVariable(environment, there(rootless)), `unix://${rootless}`);
      assert.equal(hostVariable({}, there(rootless)), undefined);
      assert.equal(hostVariable({}, there(colima)), `unix://${colima}`);
      assert.equal(hostVariable({}, there("/run/podman/podman.sock")), "unix:///run/podman/podman.sock");
    });

    it("need none beside Docker's own socket, nor beside a choice", () => {
      assert.equal(hostVariable(environment, there(rootless, "/var/run/docker.sock")), undefined);
      assert.equal(
        hostVariable({ ...environment, DOCKER_HOST: "ssh://me@builder" }, there(rootless)),
        undefined,
      );
      assert.equal(hostVariable(environment, there()), undefined);
    });
  }
});

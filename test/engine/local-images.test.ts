import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentTag } from "../../program/content-tag";
import { Branch, type Changes, stepsOf, web } from "./branch";
import type { Properties } from "./wire-value";

const ref = `localhost/smallcase:${contentTag(join(__dirname, "../../app"))}`;

/**
 * The real engine with a simulated package `docker`, whose builder puts images into a container engine that is a socket
 * here. It shows the order and what is recorded, not that an image is built.
 */
describe("images that are built here, on the real engine", () => {
  const { KUBECONFIG, DOCKER_HOST, PATH } = process.env;
  let folder: string;
  let server: Server;
  let branch: Branch;
  /** Images of the container engine. */
  let images: Set<string>;
  let builds: string[];

  /** Calls of `kind` until now. */
  const loads = () =>
    existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8").trim().split("\n").length : 0;
  const settings = (more: object = {}): Changes => ({
    ...web("localhost/smallcase", { build: "app", ...more }),
    context: "kind-shop",
  });
  const up = () => branch.up({ engineFolder: folder });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "turnout-images-"));
    [images, builds] = [new Set(), []];
    const socket = join(folder, "docker.sock");
    server = createServer(({ url = "" }, response) => {
      const [, name = ""] = /^\/images\/(.*)\/(json|get)$/.exec(url) ?? [];
      response.writeHead(url === "/_ping" || images.has(name) ? 200 : 404).end("content");
    });
    await new Promise<void>((listening) => server.listen(socket, listening));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "kind"), `#!/bin/sh\necho "$@" >> ${join(folder, "log")}\n`);
    chmodSync(join(folder, "bin", "kind"), 0o755);
    const kubeconfig = join(folder, "kubeconfig");
    writeFileSync(
      kubeconfig,
      `contexts: [{name: kind-shop, context: {cluster: it}}]\n` +
        `clusters: [{name: it, cluster: {server: "https://127.0.0.1:1"}}]\n`,
    );
    Object.assign(process.env, {
      KUBECONFIG: kubeconfig,
      DOCKER_HOST: `unix://${socket}`,
      PATH: `${join(folder, "bin")}:${PATH ?? ""}`,
    });
    const outputs = (inputs: Properties): Properties => {
      const name = inputs.imageName as string;
      const { dockerfile } = inputs.build as { dockerfile: string };
      assert.ok(existsSync(join(folder, dockerfile)), "the context is where the engine works");
      images.add(name);
      builds.push(name);
      return { repoDigest: `${name}@sha256:${"0".repeat(64)}` };
    };
    branch = await Branch.start("dev", settings(), {
      packages: { docker: { version: "5.2.0", answers: { "docker:index/image:Image": { outputs } } } },
    });
  });

  afterEach(async () => {
    await branch.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
    for (const [name, value] of Object.entries({ KUBECONFIG, DOCKER_HOST, PATH }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  it("are built and loaded before the pods, once", async () => {
    const first = await up();
    assert.ok(first.ok, first.errors);
    const steps = stepsOf(first);
    assert.ok(steps.includes("create Image web"));
    assert.ok(steps.indexOf("create Image web") < steps.indexOf("create Deployment web-blue"));
    assert.deepEqual([builds, loads()], [[ref], 1]);

    const again = await up();
    assert.ok(again.ok, again.errors);
    assert.deepEqual(again.changes, []);
    assert.deepEqual([builds, loads()], [[ref], 1]);

    // A release of other settings runs the same image, which is loaded for its new pods.
    await branch.configure(settings({ env: { LOG_LEVEL: "debug" } }));
    const next = await up();
    assert.ok(next.ok, next.errors);
    assert.deepEqual([builds, loads()], [[ref], 2]);
  });

  it("are not built where the container engine has them", async () => {
    images.add(ref);
    const outcome = await up();
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual([builds, loads()], [[], 1]);
  });

  it("keep pods from being made that they can't be loaded for, and come the next time", async () => {
    const kind = join(folder, "bin", "kind");
    const works = readFileSync(kind, "utf8");
    writeFileSync(kind, "#!/bin/sh\necho 'no nodes' >&2; exit 1\n");
    const failed = await up();
    assert.ok(!failed.ok);
    assert.match(
      failed.errors,
      new RegExp(
        `Image ${ref} can't be loaded into the cluster: kind load image-archive failed \\(no nodes\\)`,
      ),
    );
    assert.ok(!stepsOf(failed).includes("create Deployment web-blue"));
    writeFileSync(kind, works);
    const outcome = await up();
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual([builds, loads()], [[ref], 1]);
  });

  it("are taken as they are without a container engine, and forgotten without the provider", async () => {
    assert.ok((await up()).ok);
    process.env.DOCKER_HOST = `unix://${join(folder, "nothing.sock")}`;
    await branch.configure(settings({ env: { LOG_LEVEL: "debug" } }));
    const outcome = await up();
    assert.ok(outcome.ok, outcome.errors);
    assert.deepEqual([builds, loads()], [[ref], 1]);
    assert.ok(!stepsOf(outcome).some((step) => step.endsWith("Image web")));
  });
});

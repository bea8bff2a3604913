import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadImage } from "../../live/load-image";
import type { Loading } from "../../program/image-plan";

const ref = "localhost/web:0123456789abcdef";
const full = {
  save: (_: string, file: string) => (writeFileSync(file, "an archive"), Promise.resolve(true)),
};
const empty = { save: () => Promise.resolve(false) };

describe("loadImage", () => {
  let folder: string;
  let path: string | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "turnout-load-"));
    path = process.env.PATH;
    process.env.PATH = `${folder}:${path ?? ""}`;
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  /** A command that notes what it was called with, and the archive it was given. */
  function command(name: string, script = "") {
    const log = join(folder, "log");
    const lines = [
      "#!/bin/sh",
      `echo "$@" > ${log}`,
      `for one; do [ -f "$one" ] && cat "$one" >> ${log}; done`,
    ];
    writeFileSync(join(folder, name), [...lines, script, ""].join("\n"));
    chmodSync(join(folder, name), 0o755);
    return () => (existsSync(log) ? readFileSync(log, "utf8").replace(/\S*\/(image\.tar)/, "$1") : undefined);
  }

  for (const [loading, line] of [
    [{ by: "kind", cluster: "shop" }, "load image-archive image.tar --name shop\nan archive"],
    [{ by: "k3d", cluster: "shop" }, "image import image.tar --cluster shop\nan archive"],
    [{ by: "minikube", cluster: "minikube" }, "image load image.tar --profile minikube\nan archive"],
  ] as readonly [Loading, string][])
    it(`gives ${loading.by} an archive`, async () => {
      const called = command(loading.by, "exit 0");
      await loadImage(full, ref, loading);
      assert.equal(called(), line);
    });

  it("leaves it to the nodes where the engine no longer has the image", async () => {
    const called = command("kind");
    await loadImage(empty, ref, { by: "kind", cluster: "shop" });
    assert.equal(called(), undefined);
  });

  it("says which command is missing", async () => {
    process.env.PATH = folder;
    await assert.rejects(loadImage(full, ref, { by: "k3d", cluster: "shop" }), {
      message:
        "Image localhost/web:0123456789abcdef can't be loaded into the cluster: the command k3d doesn't start; install it, or set turnout:registry to push images instead.",
    });
  });

  it("says what the command says", async () => {
    command("kind", "echo 'ERROR: no nodes found' >&2; exit 1");
    await assert.rejects(loadImage(full, ref, { by: "kind", cluster: "shop" }), {
      message:
        "Image localhost/web:0123456789abcdef can't be loaded into the cluster: kind load image-archive failed (ERROR: no nodes found).",
    });
  });
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endLeftovers, markOf } from "../../cli/leftovers";
import { processOf } from "../../cli/processes";
import { until } from "../until";

const runs = (pid: number) => {
  const found = processOf(pid);
  return found !== undefined && !found.isZombie;
};

/** An engine is a shell that is called `pulumi`, its plugins are shells called after plugins. */
describe("endLeftovers", function () {
  let folder: string;
  let mark: string;
  const started: number[] = [];

  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "turnout-leftovers-"));
    mark = markOf(folder, "dev");
    copyFileSync("/bin/sh", join(folder, "pulumi"));
    for (const name of ["pulumi-resource-x", "pulumi-language-y", "app"]) {
      writeFileSync(join(folder, name), "#!/bin/sh\necho $$\nwhile :; do sleep 0.1; done\n");
      chmodSync(join(folder, name), 0o755);
    }
    writeFileSync(
      join(folder, "pulumi-resource-deaf"),
      "#!/bin/sh\ntrap '' TERM\necho $$\nwhile :; do sleep 0.1; done\n",
      { mode: 0o755 },
    );
  });

  afterEach(() => {
    for (const pid of started.splice(0)) if (runs(pid)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** @returns the pids of an engine and of the plugin it started. */
  async function start(
    plugin: string,
    value = mark,
  ): Promise<{ engine: number; plugin: number; kill: () => Promise<void> }> {
    const engine = spawn(join(folder, "pulumi"), ["-c", `${join(folder, plugin)} & wait`], {
      env: { PATH: process.env.PATH, TURNOUT_STACK: value },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = (await once(engine.stdout, "data")) as [Buffer];
    const pids = { engine: engine.pid ?? assert.fail("it did not start"), plugin: Number(line.toString()) };
    started.push(pids.engine, pids.plugin);
    const kill = async () => {
      engine.kill("SIGKILL");
      await once(engine, "exit");
    };
    return { ...pids, kill };
  }

  it("ends the providers and languages of an engine that was killed", async () => {
    const both = [await start("pulumi-resource-x"), await start("pulumi-language-y")];
    for (const { kill } of both) await kill();
    assert.deepEqual(
      both.map(({ plugin }) => runs(plugin)),
      [true, true],
    );
    assert.equal(await endLeftovers(mark), 2);
    assert.deepEqual(
      both.map(({ plugin }) => runs(plugin)),
      [false, false],
    );
    assert.equal(await endLeftovers(mark), 0);
  });

  it("ends also one that doesn't listen", async () => {
    const { plugin, kill } = await start("pulumi-resource-deaf");
    await kill();
    assert.equal(await endLeftovers(mark), 1);
    await until(() => !runs(plugin));
  });

  it("leaves those of an engine that runs", async () => {
    const { plugin } = await start("pulumi-resource-x");
    assert.equal(await endLeftovers(mark), 0);
    assert.equal(runs(plugin), true);
  });

  it("leaves those of another stack, of another checkout and of no stack", async () => {
    for (const other of [markOf(folder, "dev2"), markOf(`${folder}x`, "dev"), ""]) {
      const { plugin, kill } = await start("pulumi-resource-x", other);
      await kill();
      assert.equal(await endLeftovers(mark), 0);
      assert.equal(runs(plugin), true);
    }
  });

  it("leaves what is no plugin", async () => {
    const { plugin, kill } = await start("app");
    await kill();
    assert.equal(await endLeftovers(mark), 0);
    assert.equal(runs(plugin), true);
  });
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
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
    // Each is one process: a shell's child is called like the shell itself until it runs something else.
    for (const name of ["pulumi-resource-x", "pulumi-resource-deaf", "pulumi-language-y", "app"])
      copyFileSync("/bin/sh", join(folder, name));
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
    const deaf = plugin.endsWith("deaf") ? "trap '' TERM; " : "";
    const script = `(${deaf}exec ${join(folder, plugin)} -c "read _" <&3) & echo $!; wait`;
    const engine = spawn(join(folder, "pulumi"), ["-c", script], {
      env: { PATH: process.env.PATH, TURNOUT_STACK: value },
      stdio: ["ignore", "pipe", "ignore", "pipe"], // nothing is ever written to the last one
    });
    const [line] = (await once(engine.stdout ?? assert.fail(), "data")) as [Buffer];
    const pids = { engine: engine.pid ?? assert.fail("it did not start"), plugin: Number(line.toString()) };
    started.push(pids.engine, pids.plugin);
    await until(() => processOf(pids.plugin)?.name === plugin.slice(0, 15));
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

import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineRuns, parseStat, processOf } from "../../cli/processes";
import { until } from "../until";

describe("parseStat", () => {
  const rest = "1 4700 4700 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 12 0 123456 789 10";

  it("reads a process whose name has blanks and parentheses", () => {
    assert.deepEqual(parseStat(`4711 (pulumi (x) y) S ${rest}\n`), {
      pid: 4711,
      parent: 1,
      name: "pulumi (x) y",
      isZombie: false,
      started: 123456,
    });
  });

  it("knows one that has ended", () => {
    assert.deepEqual(
      ["Z", "X", "S", "D"].map((state) => parseStat(`1 (x) ${state} ${rest}`)?.isZombie),
      [true, true, false, false],
    );
  });

  it("reads nothing from a line that is cut off", () => {
    for (const line of ["", "4711 (x", "4711 (x) S 1 4700"]) assert.equal(parseStat(line), undefined);
  });
});

describe("engineRuns", () => {
  const started = new Date();
  const hourAgo = new Date(started.getTime() - 3_600_000);
  let child: ChildProcess;
  const pidOf = ({ pid }: ChildProcess) => pid ?? assert.fail("it did not start");

  afterEach(() => child.kill("SIGKILL"));

  const run = (command: string) => spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "ignore"] });

  it("is so for a process that was there when the lock was taken", () => {
    child = run("exec sleep 60");
    assert.equal(engineRuns(pidOf(child), new Date(Date.now() + 1000)), true);
  });

  it("is not so once it was killed", async () => {
    child = run("exec sleep 60");
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(engineRuns(pidOf(child), started), false);
  });

  it("is so for a process of another user's", function () {
    if (process.getuid?.() === 0) this.skip();
    assert.equal(engineRuns(1, new Date()), true);
  });

  describe("on Linux", () => {
    before(function () {
      if (process.platform !== "linux") this.skip();
    });

    it("is not so for another process that got its pid later", () => {
      child = run("exec sleep 60");
      assert.equal(engineRuns(pidOf(child), hourAgo), false);
    });

    it("is so for a later one called after Pulumi: a clock may have been set", async () => {
      const folder = mkdtempSync(join(tmpdir(), "turnout-processes-"));
      copyFileSync("/bin/sh", join(folder, "pulumi"));
      child = spawn(join(folder, "pulumi"), ["-c", "echo; read _"], { stdio: "pipe" });
      await once(child.stdout ?? assert.fail(), "data");
      rmSync(folder, { recursive: true });
      assert.equal(processOf(pidOf(child))?.name, "pulumi");
      assert.equal(engineRuns(pidOf(child), hourAgo), true);
    });

    it("is not so for one that ended and that nobody asked how", async () => {
      child = run("sleep 60 & echo $!; exec sleep 60");
      const [line] = (await once(child.stdout ?? assert.fail(), "data")) as [Buffer];
      const zombie = Number(line.toString());
      // A shell asks on its own how its children ended; sleep, which it becomes, never does.
      await until(() => processOf(pidOf(child))?.name === "sleep");
      process.kill(zombie, "SIGKILL");
      await until(() => processOf(zombie)?.isZombie === true);
      assert.equal(engineRuns(zombie, started), false);
    });
  });
});

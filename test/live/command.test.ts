import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../live/witness";
import { sleep } from "../traffic/backend";
import { until } from "../until";

const sh = (script: string, seconds = 20, environment = {}) =>
  runCommand(["sh", "-c", script], environment, seconds);

const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie that nobody has asked for yet is no process any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

describe("runCommand", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "turnout-command-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has nothing to say of a command that ends well", async () => {
    assert.equal(await sh("echo fine; echo also >&2"), undefined);
  });

  it("tells the exit code and what was printed", async () => {
    assert.equal(
      await sh("echo one; echo two >&2; exit 3"),
      "sh -c echo one; echo two >&2; exit 3: exit code 3\none\ntwo",
    );
  });

  it("tells the exit code alone of a command that printed nothing", async () => {
    assert.equal(await runCommand(["false"], {}, 20), "false: exit code 1");
  });

  it("shows the last 20 lines of a long log", async () => {
    const lines = (await sh("seq 1 100; exit 1"))?.split("\n") ?? [];
    assert.deepEqual(
      lines.slice(1),
      Array.from({ length: 20 }, (_, index) => String(81 + index)),
    );
  });

  it("tells the signal that ended it", async () => {
    assert.equal(await sh("kill -TERM $$"), "sh -c kill -TERM $$: ended by SIGTERM");
  });

  it("says so where it can't be started", async () => {
    assert.equal(
      await runCommand(["no-such-command", "-x"], {}, 20),
      "no-such-command -x: it can't be started (spawn no-such-command ENOENT)",
    );
  });

  it("gives it the variables of this process and some more", async () => {
    process.env.TURNOUT_TEST_INHERITED = "inherited";
    try {
      const script = 'test "$TURNOUT_TEST_INHERITED $TURNOUT_RELEASE" = "inherited r2"';
      assert.equal(await sh(script, 20, { TURNOUT_RELEASE: "r2" }), undefined);
    } finally {
      delete process.env.TURNOUT_TEST_INHERITED;
    }
  });

  it("ends it at its time with all that it started, and shows how far it came", async () => {
    const file = join(folder, "pid");
    const script = `echo begun; sleep 60 & echo $! > ${file}; wait`;
    assert.equal(await sh(script, 1), `sh -c ${script}: it did not end within 1 s\nbegun`);
    const child = Number(readFileSync(file, "utf8"));
    await Promise.race([until(() => !isRunning(child)), sleep(2000)]);
    assert.equal(isRunning(child), false);
  });

  it("comes to its end where all that is left has left the group and holds the output open", async function () {
    if (process.platform !== "linux") this.skip(); // setsid(1) is util-linux
    const file = join(folder, "pid");
    const script = `setsid sh -c 'echo $$ > ${file}; exec sleep 60' & while ! test -s ${file}; do sleep 0.05; done`;
    try {
      assert.equal(await sh(script, 1), `sh -c ${script}: it did not end within 1 s`);
    } finally {
      process.kill(Number(readFileSync(file, "utf8")), "SIGKILL");
    }
  });
});

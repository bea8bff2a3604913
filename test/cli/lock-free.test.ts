import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Held } from "../../cli/lease-record";
import { freeOwnDeadLock } from "../../cli/lock-free";
import { lock } from "./lock-sample";
import { ago, asJob, dead, died, jobs, jobsLease, Locked, minutes, stamp } from "./locked";

describe("freeOwnDeadLock", () => {
  it("frees a stack of one's own dead command, and says so in a line", async () => {
    const locked = new Locked([dead]);
    assert.equal(await freeOwnDeadLock(locked, locked.text), true);
    assert.deepEqual(locked.did, ["cancel", "end leftovers"]);
    assert.deepEqual(locked.said, [`${died}.`]);
  });

  for (const [leftovers, end] of [
    [1, ", and a plugin it left running ended."],
    [3, ", and 3 plugins it left running ended."],
  ] as const)
    it(`says that ${leftovers} of its plugins still ran`, async () => {
      const locked = Object.assign(new Locked([dead]), { leftovers });
      await freeOwnDeadLock(locked, locked.text);
      assert.deepEqual(locked.said, [died + end]);
    });

  it("leaves a stack where one of two locks is somebody else's", async () => {
    const locked = new Locked([dead, { ...ago(lock), user: "bob", url: "s3://state/2.json" }]);
    assert.equal(await freeOwnDeadLock(locked, locked.text), false);
    assert.deepEqual([locked.did, locked.said], [[], []]);
  });

  it("leaves a stack whose update runs", async () => {
    const locked = Object.assign(new Locked([dead]), { living: [4711] });
    assert.equal(await freeOwnDeadLock(locked, locked.text), false);
    assert.deepEqual([locked.did, locked.said], [[], []]);
  });

  it("leaves what Pulumi Cloud locks, and other failures", async () => {
    const locked = new Locked([]);
    for (const text of [
      "error: [409] Conflict: Another update is currently in progress.",
      "error: update failed",
    ])
      assert.equal(await freeOwnDeadLock(locked, text), false);
    assert.deepEqual(locked.did, []);
  });

  it("frees a stack of an earlier job's, whose lease it has watched, and removes that", async () => {
    const locked = asJob(new Locked([jobs]), jobsLease());
    assert.equal(await freeOwnDeadLock(locked, locked.text), true);
    assert.deepEqual(locked.did, ["wait 20000", "cancel", "remove github:ana/shop's lease", "end leftovers"]);
    assert.deepEqual(locked.said, [
      "Stack dev is locked by a job that seems dead: watching it for 20 seconds.",
      `Stack dev was left locked by runner@runner-0 (pid 4711) since ${stamp(jobs.since)} (5 hours), job https://github.com/ana/shop/actions/runs/123 (deploy), which is dead: the lock is removed.`,
    ]);
  });

  for (const [title, later] of [
    ["is renewed while it is watched, by a clock that is behind", jobsLease(minutes(297))],
    ["is gone when it is looked at again", undefined],
  ] as const)
    it(`leaves a stack of a job whose lease ${title}`, async () => {
      const locked = asJob(new Locked([jobs]), jobsLease(), later);
      assert.equal(await freeOwnDeadLock(locked, locked.text), false);
      assert.deepEqual(locked.did, ["wait 20000"]);
    });

  describe("whose lease was last renewed before the lock was taken", () => {
    /** Job 1 was killed between two updates; what holds the lock now is its last update, or job 2 on its machine. */
    const renewed = minutes(2);
    const since = (seconds: number) => ({ ...jobs, since: new Date(renewed.getTime() + seconds * 1000) });
    const watching = "Stack dev is locked by a job that seems dead: watching it for 60 seconds.";

    it("leaves the next job on the same machine, which takes the lease over while it is watched", async () => {
      const taken: Held = { ...jobsLease(new Date()), since: since(12).since, pid: 4800 };
      const locked = asJob(new Locked([since(12)]), jobsLease(renewed), taken);
      assert.equal(await freeOwnDeadLock(locked, locked.text), false);
      assert.deepEqual([locked.did, locked.said], [["wait 60000"], [watching]]);
    });

    it("frees one whose lease nobody takes over", async () => {
      const locked = asJob(new Locked([since(12)]), jobsLease(renewed));
      assert.equal(await freeOwnDeadLock(locked, locked.text), true);
      assert.deepEqual(locked.did, [
        "wait 60000",
        "cancel",
        "remove github:ana/shop's lease",
        "end leftovers",
      ]);
      assert.equal(locked.said[0], watching);
    });

    it("leaves one that was taken later than the job can have lived", async () => {
      const locked = asJob(new Locked([since(32)]), jobsLease(renewed));
      assert.equal(await freeOwnDeadLock(locked, locked.text), false);
      assert.deepEqual([locked.did, locked.said], [[], []]);
    });
  });

  it("leaves a stack that another command has freed and locked in the meantime", async () => {
    const locked = new Locked([dead]);
    const { text } = locked;
    locked.locks = [{ ...dead, pid: 5000, url: "s3://state/2.json" }];
    assert.equal(await freeOwnDeadLock(locked, text), false);
    assert.deepEqual(locked.did, []);
  });

  it("tries again where the stack has become free by itself", async () => {
    const locked = new Locked([dead]);
    const { text } = locked;
    locked.locks = [];
    assert.equal(await freeOwnDeadLock(locked, text), true);
    assert.deepEqual([locked.did, locked.said], [[], []]);
  });

  describe("of a folder", () => {
    let folder: string;
    const file = (name: string) => join(folder, name);

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "turnout lock-"));
      for (const name of ["1.json", "1.json.attrs", "2.json"]) writeFileSync(file(name), "{}");
    });

    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it("removes the dead lock and no other that is taken meanwhile", async () => {
      const url = `${pathToFileURL(file("1.json")).href}?no_tmp_dir=true`;
      const locked = new Locked([{ ...dead, url }]);
      assert.equal(await freeOwnDeadLock(locked, locked.text), true);
      assert.deepEqual(
        ["1.json", "1.json.attrs", "2.json"].map((name) => existsSync(file(name))),
        [false, false, true],
      );
      assert.deepEqual(locked.did, ["end leftovers"]);
    });

    it("tries again where the lock is gone already", async () => {
      const locked = new Locked([{ ...dead, url: pathToFileURL(file("3.json")).href }]);
      assert.equal(await freeOwnDeadLock(locked, locked.text), true);
      assert.deepEqual([locked.did, locked.said], [[], []]);
    });
  });
});

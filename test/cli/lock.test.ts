import assert from "node:assert/strict";
import type { Held } from "../../cli/lease-record";
import { cloudConflict, covers, locked, parseLocks, verdictOn, type LockFacts } from "../../cli/lock";
import type { Self } from "../../cli/owner";
import { ana, facts, lock, now, runner, runnersLease, runnersLock, words } from "./lock-sample";

describe("parseLocks", () => {
  it("reads every lock that the engine names, each once", () => {
    assert.deepEqual(parseLocks(words(lock, { ...runnersLock, url: "s3://state/2.json" })), [
      lock,
      { ...runnersLock, url: "s3://state/2.json" },
    ]);
  });

  it("reads a file's address, a Windows user and a user that is an address", () => {
    const url = "file:///home/ana/a%20b/.pulumi/locks/organization/turnout/dev/1.json?no_tmp_dir=true";
    for (const user of ["SHOP\\ana", "ana@shop.example"])
      assert.deepEqual(parseLocks(words({ ...lock, user, url })), [{ ...lock, user, url }]);
  });

  it("reads a time with a zone", () => {
    const text = "  s3://x/1.json: created by ana@laptop (pid 1) at 2026-11-21T14:00:00+01:00";
    assert.equal(parseLocks(text)[0]?.since.toISOString(), "2026-11-21T13:00:00.000Z");
  });

  it("reads none from other words", () => {
    for (const text of [
      "",
      "error: update failed",
      "Pod web: created by ana@laptop",
      "  x: created by ana@laptop (pid 1) at noon",
    ])
      assert.deepEqual(parseLocks(text), []);
  });
});

describe("what the engine says of a stack in use", () => {
  it("is told apart: a lock, Pulumi Cloud, neither", () => {
    const cloud = "error: [409] Conflict: Another update is currently in progress.";
    const other = "error: stack 'organization/turnout/dev' already exists";
    const signs = (text: string) => [locked.test(text), cloudConflict.test(text)];
    assert.deepEqual([words(lock), cloud, other].map(signs), [
      [true, false],
      [false, true],
      [false, false],
    ]);
  });
});

describe("verdictOn", () => {
  const live: Held = { ...runnersLease, renewed: new Date("2026-11-21T13:05:25Z") };
  const runs = { engineRuns: () => true };
  const file = { url: "file:///state/.pulumi/locks/organization/turnout/dev/1.json" };
  const sameName = { ...runnersLock, host: runner.host };
  const anas: Held = { ...runnersLease, ...ana, pid: 4700 };

  const table: readonly (readonly [
    title: string,
    lock: typeof lock,
    self: Self,
    more: Partial<LockFacts>,
    verdict: string,
  ])[] = [
    ["a process of one's own that is gone", lock, ana, {}, "own-dead process"],
    ["a process of one's own that runs", lock, ana, runs, "own-alive process"],
    ["another person's on the same machine", { ...lock, user: "bob" }, ana, {}, "other"],
    ["a namesake's on another machine", { ...lock, host: "desk" }, ana, {}, "other"],
    ["a person's, seen from CI", lock, runner, {}, "other"],
    ["a CI job's, seen by a person", runnersLock, ana, { lease: runnersLease }, "other"],
    ["an earlier job's whose lease ran out", runnersLock, runner, { lease: runnersLease }, "own-dead lease"],
    ["an earlier job's that renews its lease", runnersLock, runner, { lease: live }, "own-alive lease"],
    [
      "another repository's job",
      runnersLock,
      runner,
      { lease: { ...runnersLease, owner: "github:bob/shop" } },
      "other",
    ],
    ["a job's without a lease", runnersLock, runner, {}, "unknown"],
    ["a bucket's by a runner of the same name", sameName, runner, {}, "unknown"],
    [
      "a file's by a job on this machine that is gone",
      { ...sameName, ...file },
      runner,
      {},
      "own-dead process",
    ],
    [
      "a file's by a job on this machine that runs",
      { ...sameName, ...file },
      runner,
      runs,
      "own-alive process",
    ],
    [
      "a job's on this very machine, which its lease names: its process counts, not the lease's 40 s",
      sameName,
      runner,
      { lease: { ...live, host: runner.host, machine: runner.machine } },
      "own-dead process",
    ],
    [
      "a container's of the same name, whose pids mean nothing here",
      { ...lock, ...file },
      ana,
      { lease: { ...anas, machine: "boot-1 pid:[2]", renewed: now } },
      "own-alive lease",
    ],
    [
      "one's own from before the machine was started again",
      lock,
      ana,
      { ...runs, lease: { ...anas, machine: "boot-0 pid:[1]" } },
      "own-dead lease",
    ],
    [
      "one that was taken until the renewal that never came",
      { ...runnersLock, since: new Date("2026-11-21T13:02:15Z") },
      runner,
      { lease: runnersLease },
      "own-dead lease",
    ],
    [
      "the next job's on the machine of one that was killed 32 s before, whose lease nobody may take yet",
      { ...runnersLock, since: new Date("2026-11-21T13:02:32Z") },
      runner,
      { lease: runnersLease, now: new Date("2026-11-21T13:02:42Z") },
      "unknown",
    ],
    [
      "one that is older than the lease",
      { ...runnersLock, since: new Date("2026-11-21T12:59:57Z") },
      runner,
      { lease: runnersLease },
      "unknown",
    ],
    [
      "another person's who was on the job's machine at that time",
      { ...runnersLock, user: "bob" },
      runner,
      { lease: runnersLease },
      "other",
    ],
    [
      "this very job's, whose engine was killed",
      sameName,
      runner,
      { lease: { ...live, ...runner, job: undefined } },
      "own-dead process",
    ],
  ];
  for (const [title, lock, self, more, verdict] of table)
    it(`of ${title}: ${verdict}`, () => {
      assert.equal(Object.values(verdictOn(lock, self, facts(more))).join(" "), verdict);
    });

  it("asks for the lock's own process and time", () => {
    const asked: unknown[] = [];
    verdictOn(lock, ana, facts({ engineRuns: (...of) => asked.push(of) > 0 }));
    assert.deepEqual(asked, [[4711, lock.since]]);
  });
});

describe("covers", () => {
  it("allows for a lock's time being cut to whole seconds", () => {
    const since = new Date("2026-11-21T13:00:00.900Z");
    assert.equal(covers({ ...runnersLease, since }, runnersLock), true);
    assert.equal(covers({ ...runnersLease, since: new Date(since.getTime() + 100) }, runnersLock), false);
  });
});

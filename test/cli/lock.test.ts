import assert from "node:assert/strict";
import type { Held } from "../../cli/lease";
import { cloudConflict, locked, parseLocks } from "../../internals/file-backend";
import {
  cloudSentence,
  covers,
  holderOf,
  holderSentence,
  lockState,
  type LockFacts,
  type LockState,
} from "../../cli/lock";
import type { Self } from "../../cli/owner";
import { ana, facts, lock, now, runner, runnersLease, runnersLock, words } from "./locked";

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

describe("lockState", () => {
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
    state: LockState,
  ])[] = [
    ["a process of one's own that is gone", lock, ana, {}, "own, dead"],
    ["a process of one's own that runs", lock, ana, runs, "own, alive"],
    ["another person's on the same machine", { ...lock, user: "bob" }, ana, {}, "other"],
    ["a namesake's on another machine", { ...lock, host: "desk" }, ana, {}, "other"],
    ["a person's, seen from CI", lock, runner, {}, "other"],
    ["a CI job's, seen by a person", runnersLock, ana, { lease: runnersLease }, "other"],
    [
      "an earlier job's whose lease ran out",
      runnersLock,
      runner,
      { lease: runnersLease },
      "own, dead by lease",
    ],
    ["an earlier job's that renews its lease", runnersLock, runner, { lease: live }, "own, alive by lease"],
    [
      "another repository's job",
      runnersLock,
      runner,
      { lease: { ...runnersLease, owner: "github:bob/shop" } },
      "other",
    ],
    ["a job's without a lease", runnersLock, runner, {}, "unknown"],
    ["a bucket's by a runner of the same name", sameName, runner, {}, "unknown"],
    ["a file's by a job on this machine that is gone", { ...sameName, ...file }, runner, {}, "own, dead"],
    ["a file's by a job on this machine that runs", { ...sameName, ...file }, runner, runs, "own, alive"],
    [
      "a job's on this very machine, which its lease names: its process counts, not the lease's 40 s",
      sameName,
      runner,
      { lease: { ...live, host: runner.host, machine: runner.machine } },
      "own, dead",
    ],
    [
      "a container's of the same name, whose pids mean nothing here",
      { ...lock, ...file },
      ana,
      { lease: { ...anas, machine: "boot-1 pid:[2]", renewed: now } },
      "own, alive by lease",
    ],
    [
      "one's own from before the machine was started again",
      lock,
      ana,
      { ...runs, lease: { ...anas, machine: "boot-0 pid:[1]" } },
      "own, dead by lease",
    ],
    [
      "one that was taken right before the last renewal",
      { ...runnersLock, since: new Date("2026-11-21T13:01:59Z") },
      runner,
      { lease: runnersLease },
      "own, dead by lease",
    ],
    [
      "one that was taken after it: the next job's on the same machine may have been, whose lease nobody may take yet",
      { ...runnersLock, since: new Date("2026-11-21T13:02:00Z") },
      runner,
      { lease: runnersLease },
      "unknown",
    ],
    [
      "one that was taken after the last renewal, by a job that may be about to renew it",
      { ...runnersLock, since: new Date("2026-11-21T13:02:15Z") },
      runner,
      { lease: runnersLease, now: new Date("2026-11-21T13:02:20Z") },
      "own, alive by lease",
    ],
    [
      "one that was taken after the last renewal, in a container of the same name",
      { ...lock, ...file, since: new Date("2026-11-21T13:02:15Z") },
      ana,
      { lease: { ...anas, machine: "boot-1 pid:[2]" }, now: new Date("2026-11-21T13:02:20Z") },
      "own, alive by lease",
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
      "own, dead",
    ],
  ];
  for (const [title, lock, self, more, state] of table)
    it(`of ${title}: ${state}`, () => {
      assert.equal(lockState(lock, self, facts(more)), state);
    });

  it("asks for the lock's own process and time", () => {
    const asked: unknown[] = [];
    lockState(lock, ana, facts({ engineRuns: (...of) => asked.push(of) > 0 }));
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

describe("holderSentence", () => {
  it("says who, since when, and what to do", () => {
    assert.equal(
      holderSentence("dev", [lock], undefined, now),
      "Stack dev is being updated by ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes): wait until that is through. If it is dead, `npx turnout unlock --stack dev` frees the stack or says who can.",
    );
  });

  it("says from which job", () => {
    assert.equal(
      holderSentence("dev", [runnersLock], runnersLease, now),
      "Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), job https://github.com/ana/shop/actions/runs/123 (deploy): wait until that is through. If it is dead, `npx turnout unlock --stack dev` frees the stack or says who can.",
    );
  });

  it("names no job of another host's lease, and none of a person's", () => {
    const words = "ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes)";
    assert.equal(holderOf(lock, runnersLease, now), words);
    assert.equal(
      holderOf(lock, { ...runnersLease, user: "ana", host: "laptop", job: undefined }, now),
      words,
    );
  });

  it("names all where there are more, and somebody where none can be read", () => {
    const two = holderSentence("dev", [lock, runnersLock], undefined, now);
    assert.match(two, /by ana@laptop .* \(5 minutes\) and by runner@runner-0 .* \(5 minutes\): wait/);
    assert.match(
      holderSentence("dev", [], undefined, now),
      /^Stack dev is being updated by somebody else: wait/,
    );
  });
});

describe("holderOf", () => {
  const table: readonly (readonly [seconds: number, words: string])[] = [
    [-5, "less than a minute"],
    [59, "less than a minute"],
    [60, "1 minute"],
    [3599, "59 minutes"],
    [3600, "1 hour"],
    [86_399, "23 hours"],
    [200_000, "2 days"],
  ];
  for (const [seconds, words] of table)
    it(`says ${words} after ${seconds} s`, () => {
      const later = new Date(lock.since.getTime() + seconds * 1000);
      assert.equal(
        holderOf(lock, undefined, later),
        `ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (${words})`,
      );
    });
});

describe("cloudSentence", () => {
  it("says that it ends by itself, and how it ends at once", () => {
    assert.equal(
      cloudSentence("dev"),
      "Stack dev is being updated by somebody else: wait until that is through. If it is dead, Pulumi Cloud frees the stack by itself within minutes, and `pulumi cancel --stack dev` at once.",
    );
  });
});

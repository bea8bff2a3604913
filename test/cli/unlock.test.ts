import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { freeOwnDeadLock, unlock } from "../../cli/unlock";
import { UserError } from "../../cli/terminal";
import { asJob, lock, Locked, now, runnersLease, runnersLock, words } from "./locked";

const died =
  "Stack dev was left locked by ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), which is dead: the lock is removed";

describe("freeOwnDeadLock", () => {
  it("frees a stack of one's own dead command, and says so in a line", async () => {
    const locked = new Locked([lock]);
    assert.equal(await freeOwnDeadLock(locked, locked.text), true);
    assert.deepEqual(locked.did, ["cancel", "end leftovers"]);
    assert.deepEqual(locked.said, [`${died}.`]);
  });

  for (const [leftovers, end] of [
    [1, ", and a plugin it left running ended."],
    [3, ", and 3 plugins it left running ended."],
  ] as const)
    it(`says that ${leftovers} of its plugins still ran`, async () => {
      const locked = Object.assign(new Locked([lock]), { leftovers });
      await freeOwnDeadLock(locked, locked.text);
      assert.deepEqual(locked.said, [died + end]);
    });

  it("leaves a stack where one of two locks is somebody else's", async () => {
    const locked = new Locked([lock, { ...lock, user: "bob", url: "s3://state/2.json" }]);
    assert.equal(await freeOwnDeadLock(locked, locked.text), false);
    assert.deepEqual([locked.did, locked.said], [[], []]);
  });

  it("leaves a stack whose update runs", async () => {
    const locked = Object.assign(new Locked([lock]), { living: [4711] });
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
    const locked = asJob(new Locked([runnersLock]), runnersLease);
    assert.equal(await freeOwnDeadLock(locked, locked.text), true);
    assert.deepEqual(locked.did, ["wait 20000", "cancel", "remove github:ana/shop's lease", "end leftovers"]);
    assert.deepEqual(locked.said, [
      "Stack dev is locked by a job that seems dead: watching it for 20 seconds.",
      `Stack dev was left locked by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), job https://github.com/ana/shop/actions/runs/123 (deploy), which is dead: the lock is removed.`,
    ]);
  });

  for (const [title, later] of [
    ["is renewed while it is watched, by a clock that is behind", { ...runnersLease, version: "8" }],
    ["is gone when it is looked at again", undefined],
  ] as const)
    it(`leaves a stack of a job whose lease ${title}`, async () => {
      const locked = asJob(new Locked([runnersLock]), runnersLease, later);
      assert.equal(await freeOwnDeadLock(locked, locked.text), false);
      assert.deepEqual(locked.did, ["wait 20000"]);
    });

  it("leaves a stack of the next job on the machine of one that was killed, and doesn't wait for that", async () => {
    const next = { ...runnersLock, since: new Date(runnersLease.renewed.getTime() + 12_000) };
    const locked = asJob(new Locked([next]), runnersLease);
    assert.equal(await freeOwnDeadLock(locked, locked.text), false);
    assert.deepEqual([locked.did, locked.said], [[], []]);
  });

  it("leaves a stack that another command has freed and locked in the meantime", async () => {
    const locked = new Locked([lock]);
    const { text } = locked;
    locked.locks = [{ ...lock, pid: 5000, url: "s3://state/2.json" }];
    assert.equal(await freeOwnDeadLock(locked, text), false);
    assert.deepEqual(locked.did, []);
  });

  it("tries again where the stack has become free by itself", async () => {
    const locked = new Locked([lock]);
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
      const locked = new Locked([{ ...lock, url }]);
      assert.equal(await freeOwnDeadLock(locked, locked.text), true);
      assert.deepEqual(
        ["1.json", "1.json.attrs", "2.json"].map((name) => existsSync(file(name))),
        [false, false, true],
      );
      assert.deepEqual(locked.did, ["end leftovers"]);
    });

    it("tries again where the lock is gone already", async () => {
      const locked = new Locked([{ ...lock, url: pathToFileURL(file("3.json")).href }]);
      assert.equal(await freeOwnDeadLock(locked, locked.text), true);
      assert.deepEqual([locked.did, locked.said], [[], []]);
    });
  });
});

describe("unlock", () => {
  const refused = (message: string) => (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.equal(error.message, message);
    return true;
  };

  it("says that a stack is not locked", async () => {
    const locked = new Locked([]);
    await unlock(locked);
    assert.deepEqual([locked.did, locked.said], [[], ["Stack dev is not locked."]]);
  });

  it("frees what a dead command of one's own left, and says what comes next", async () => {
    const locked = new Locked([lock]);
    await unlock(locked);
    assert.deepEqual(locked.did, ["cancel", "end leftovers"]);
    assert.deepEqual(locked.said, [`${died}.`, "`npx turnout up --stack dev` goes on from what was done."]);
  });

  const table: readonly (readonly [title: string, locked: () => Locked, message: string])[] = [
    [
      "one's own command that runs",
      () => Object.assign(new Locked([lock]), { living: [4711] }),
      `Stack dev is being updated by ana@laptop (pid 4711) since 2026-11-21 13:00 UTC (5 minutes): process 4711 runs on this machine. End it first, with Ctrl-C where it was started or with \`kill -INT 4711\`; it frees the stack itself.`,
    ],
    [
      "another person's command",
      () => new Locked([{ ...lock, user: "bob", host: "desk" }]),
      `Stack dev is being updated by bob@desk (pid 4711) since 2026-11-21 13:00 UTC (5 minutes): it is not yours to free. Ask bob@desk; if nobody can be asked and you know that it is dead, \`pulumi cancel --stack dev\` frees the stack.`,
    ],
    [
      "a job's, asked for by a person",
      () => Object.assign(new Locked([runnersLock]), { leases: [runnersLease] }),
      `Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), job https://github.com/ana/shop/actions/runs/123 (deploy): it is not yours to free. Ask runner@runner-0; if nobody can be asked and you know that it is dead, \`pulumi cancel --stack dev\` frees the stack.`,
    ],
    [
      "a job of the same repository that is alive",
      () => asJob(new Locked([runnersLock]), { ...runnersLease, renewed: now }),
      `Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes), job https://github.com/ana/shop/actions/runs/123 (deploy): its job still says that it is alive. End the job first; if it is dead, try again in a minute.`,
    ],
    [
      "a job that left no lease",
      () => asJob(new Locked([runnersLock])),
      `Stack dev is being updated by runner@runner-0 (pid 4711) since 2026-11-21 13:00 UTC (5 minutes): it can't be seen from here whether it is dead. If you know that it is, \`pulumi cancel --stack dev\` frees the stack.`,
    ],
    [
      "Pulumi Cloud",
      () =>
        Object.assign(new Locked([]), {
          ask: () => Promise.resolve("Another update is currently in progress."),
        }),
      "Stack dev is being updated by somebody else: wait until that is through. If it is dead, Pulumi Cloud frees the stack by itself within minutes, and `pulumi cancel --stack dev` at once.",
    ],
  ];
  for (const [title, locked, message] of table)
    it(`refuses a stack that is locked by ${title}`, async () => {
      const stack = locked();
      await assert.rejects(unlock(stack), refused(message));
      assert.deepEqual(stack.did, []);
    });

  it("refuses where one of two locks is another's, and frees neither", async () => {
    const locked = new Locked([lock, { ...lock, user: "bob", url: "s3://state/2.json" }]);
    await assert.rejects(
      unlock(locked),
      /^Error: Stack dev is being updated by bob@laptop .*: it is not yours to free\./,
    );
    assert.deepEqual(locked.did, []);
  });

  it("refuses where the engine names no lock that can be read", async () => {
    const locked = Object.assign(new Locked([]), { ask: () => Promise.resolve("locked by 1 lock(s)") });
    await assert.rejects(
      unlock(locked),
      refused("Stack dev is locked, and the engine doesn't say by whom: locked by 1 lock(s)"),
    );
  });

  it("refuses where another command was faster", async () => {
    const locked = new Locked([lock]);
    const { text } = locked;
    let asked = 0;
    locked.ask = () => Promise.resolve(asked++ === 0 ? text : words({ ...lock, url: "s3://state/2.json" }));
    await assert.rejects(
      unlock(locked),
      refused("Stack dev is being updated by another command by now: wait until that is through."),
    );
    assert.deepEqual(locked.did, []);
  });
});

import assert from "node:assert/strict";
import { unlock } from "../../cli/unlock";
import { UserError } from "../../cli/user-error";
import { words } from "./lock-sample";
import { asJob, dead, died, jobs, jobsLease, Locked, stamp } from "./locked";

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
    const locked = new Locked([dead]);
    await unlock(locked);
    assert.deepEqual(locked.did, ["cancel", "end leftovers"]);
    assert.deepEqual(locked.said, [`${died}.`, "`npx turnout up --stack dev` goes on from what was done."]);
  });

  const table: readonly (readonly [title: string, locked: () => Locked, message: string])[] = [
    [
      "one's own command that runs",
      () => Object.assign(new Locked([dead]), { living: [4711] }),
      `Stack dev is being updated by ana@laptop (pid 4711) since ${stamp(dead.since)} (5 hours): process 4711 runs on this machine. End it first, with Ctrl-C where it was started or with \`kill -INT 4711\`; it frees the stack itself.`,
    ],
    [
      "another person's command",
      () => new Locked([{ ...dead, user: "bob", host: "desk" }]),
      `Stack dev is being updated by bob@desk (pid 4711) since ${stamp(dead.since)} (5 hours): it is not yours to free. Ask bob@desk; if nobody can be asked and you know that it is dead, \`pulumi cancel --stack dev\` frees the stack.`,
    ],
    [
      "a job's, asked for by a person",
      () => Object.assign(new Locked([jobs]), { leases: [jobsLease()] }),
      `Stack dev is being updated by runner@runner-0 (pid 4711) since ${stamp(jobs.since)} (5 hours), job https://github.com/ana/shop/actions/runs/123 (deploy): it is not yours to free. Ask runner@runner-0; if nobody can be asked and you know that it is dead, \`pulumi cancel --stack dev\` frees the stack.`,
    ],
    [
      "a job of the same repository that is alive",
      () => asJob(new Locked([jobs]), jobsLease(new Date())),
      `Stack dev is being updated by runner@runner-0 (pid 4711) since ${stamp(jobs.since)} (5 hours), job https://github.com/ana/shop/actions/runs/123 (deploy): its job still says that it is alive. End the job first; if it is dead, try again in a minute.`,
    ],
    [
      "a job that left no lease",
      () => asJob(new Locked([jobs])),
      `Stack dev is being updated by runner@runner-0 (pid 4711) since ${stamp(jobs.since)} (5 hours): nothing tells from here whether it is dead. If you know that it is, \`pulumi cancel --stack dev\` frees the stack.`,
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
    const locked = new Locked([dead, { ...dead, user: "bob", url: "s3://state/2.json" }]);
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
    const locked = new Locked([dead]);
    const { text } = locked;
    let asked = 0;
    locked.ask = () => Promise.resolve(asked++ === 0 ? text : words({ ...dead, url: "s3://state/2.json" }));
    await assert.rejects(
      unlock(locked),
      refused("Stack dev is being updated by another command by now: wait until that is through."),
    );
    assert.deepEqual(locked.did, []);
  });
});

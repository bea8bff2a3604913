import assert from "node:assert/strict";
import { BranchEnvironment } from "./branch-environment";
import { ask, askUntil } from "./gateway";
import { namesIn } from "./project";
import { underLoad } from "./under-load";

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** All that a loser says on stderr: who, since when, what to do. */
const lost = (stack: string) =>
  new RegExp(
    `^Stack ${escaped(stack)} is being updated by \\S+@\\S+ \\(pid \\d+\\) since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC \\(.+\\): wait until that is through\\. If it is dead, \`npx turnout unlock --stack ${escaped(stack)}\` frees the stack or says who can\\.\\nStack ${escaped(stack)}: the command did not get to its end; what was not changed yet is as it was\\.\\n$`,
  );

describe("commands at once on a real cluster", () => {
  let environment: BranchEnvironment;
  const { stack } = namesIn("feature/at-once");

  before(async () => {
    environment = new BranchEnvironment("feature/at-once");
    environment.want("1");
    await environment.turnout("up", "--stack", "platform", "--adopt");
  });

  after(() => environment.remove());

  /** Runs them at once. @returns stderr of those that did not get through. */
  async function losersOf(...verbs: string[]): Promise<string[]> {
    const ended = await Promise.all(verbs.map((verb) => environment.attempt(verb)));
    const losers = ended.filter(({ code }) => code !== 0);
    assert.equal(losers.length, verbs.length - 1, ended.map(({ errors }) => errors).join("\n"));
    return losers.map(({ errors }) => errors);
  }

  it("says who has the stack where several make it at once", async () => {
    for (const errors of await losersOf("release", "release", "up")) assert.match(errors, lost(stack));
    await askUntil(environment.host, ({ status }) => status === 200);
  });

  for (const [version, verbs] of [
    ["2", ["release", "release"]],
    ["3", ["release", "up", "release"]],
  ] as const)
    it(`says who has the stack, and loses no request: ${verbs.join(", ")}`, async () => {
      const old = (await ask(environment.host)).release;
      environment.want(version);
      await underLoad(`at once: ${verbs.join(", ")}`, [environment.host], async () => {
        for (const errors of await losersOf(...verbs)) assert.match(errors, lost(stack));
      });
      assert.notEqual((await ask(environment.host)).release, old);
    });
});

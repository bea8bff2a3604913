import type { PulumiCommand } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { quick } from "../../cli/quick-command";
import type { RunCommand } from "../../internals/pulumi-command";

/** A command that keeps what it was asked, wrapped so that stack `dev` is known to be there. */
function wrapped(meanwhile = () => undefined) {
  const asked: unknown[][] = [];
  const real = {
    command: "/bin/pulumi",
    run: (...args: unknown[]) => {
      asked.push(args);
      return Promise.resolve({ stdout: "real", stderr: "", code: 0 });
    },
  };
  const command = quick(real as unknown as PulumiCommand, (stack) => stack === "dev", meanwhile);
  return { asked, command, run: (command as unknown as { run: RunCommand }).run };
}

describe("quick", () => {
  const answered: readonly (readonly [args: string[], stdout: string])[] = [
    [["stack", "select", "--stack", "dev"], ""],
    [["stack", "output", "--json"], "{}"],
    [["stack", "output", "--json", "--show-secrets"], "{}"],
    [["stack", "history", "--json", "--show-secrets"], "[]"],
  ];
  for (const [args, stdout] of answered)
    it(`answers \`pulumi ${args.join(" ")}\` itself`, async () => {
      const { asked, run } = wrapped();
      assert.deepEqual(await run(args), { stdout, stderr: "", code: 0 });
      assert.deepEqual(asked, []);
    });

  for (const args of [
    ["stack", "select", "--stack", "other"],
    ["stack", "select"],
    ["stack", "init", "dev"],
    ["stack", "export"],
    ["up", "--yes"],
    ["config", "get", "output"],
    [],
  ])
    it(`leaves \`pulumi ${args.join(" ")}\` to Pulumi, with all that was given along`, async () => {
      const { asked, run } = wrapped();
      const output = () => undefined;
      assert.equal((await run(args, "/folder", { A: "1" }, output)).stdout, "real");
      assert.deepEqual(asked, [[args, "/folder", { A: "1" }, output]]);
    });

  it("stays the command it was in all else", () => {
    assert.equal(wrapped().command.command, "/bin/pulumi");
  });

  it("does meanwhile what there is to do, while a process of Pulumi's starts", async () => {
    let done = 0;
    const { run, asked } = wrapped(() => {
      assert.equal(asked.length, 1);
      done++;
      return undefined;
    });
    await run(["stack", "output"]);
    assert.equal(done, 0);
    await run(["up"]);
    assert.equal(done, 1);
  });
});

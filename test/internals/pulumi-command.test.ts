import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiCommandAt, withRun, type RunCommand } from "../../internals/pulumi-command";

/** Each fails when an upgrade of @pulumi/pulumi changes what is relied on. */
describe("the Automation API's command", () => {
  it("is a class whose instances start processes by `run`, and hold a file and a version", async () => {
    assert.equal(typeof (PulumiCommand.prototype as unknown as { run?: unknown }).run, "function");
    const folder = mkdtempSync(join(tmpdir(), "turnout-command-"));
    const file = join(folder, "pulumi");
    writeFileSync(file, '#!/bin/sh\necho "$1 $2"\n', { mode: 0o755 });
    try {
      const command = pulumiCommandAt(file, "3.248.0");
      assert.ok(command instanceof PulumiCommand);
      assert.equal(command.command, file);
      assert.equal(command.version?.toString(), "3.248.0");
      const { run } = command as unknown as { run: RunCommand };
      const { stdout, code } = await run.call(command, ["stack", "ls"], folder, {});
      assert.deepEqual([stdout.trim(), code], ["stack ls", 0]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is asked by a workspace for every process, `stack select` among them", async () => {
    const folder = mkdtempSync(join(tmpdir(), "turnout-command-"));
    const asked: string[][] = [];
    const pulumiCommand = withRun(pulumiCommandAt("/nowhere/pulumi", "3.248.0"), () => (args) => {
      asked.push(args);
      return Promise.resolve({ stdout: "{}", stderr: "", code: 0 });
    });
    try {
      const stack = await LocalWorkspace.selectStack(
        { stackName: "dev", projectName: "shop", program: () => Promise.resolve({}) },
        { workDir: folder, pulumiCommand },
      );
      await stack.outputs();
      assert.deepEqual(asked, [
        ["stack", "select", "--stack", "dev"],
        ["stack", "output", "--json", "--stack", "dev"],
        ["stack", "output", "--json", "--show-secrets", "--stack", "dev"],
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

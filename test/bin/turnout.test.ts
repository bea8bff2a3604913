import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyProject } from "../diff/project-copy";
import type { Sandbox } from "../git/sandbox";

/** The command as a person runs it, in a process of its own: what ends that process is part of what it says. */
describe("turnout, as a process", () => {
  let project: Sandbox;
  before(() => (project = copyProject()));
  after(() => {
    project.remove();
  });

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/turnout.js", ...args], {
      cwd: project.checkout,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("says what is wrong with the settings, and nothing of where it found out", () => {
    const file = join(project.checkout, "Pulumi.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("port: 80\n", "port: 0\n"));
    try {
      assert.deepEqual(run("diff", "--stack", "dev", "--base", "nothing"), {
        status: 1,
        stdout: "",
        stderr:
          "1 setting is wrong in stack dev; nothing was changed:\n" +
          "  turnout:gateway.port is 0: must be a whole number from 1 to 65535; set the port of the Gateway's HTTP listener.\n",
      });
    } finally {
      writeFileSync(file, text);
    }
  });

  it("shows a diff where all is well", () => {
    const { status, stdout, stderr } = run("diff", "--stack", "dev", "--base", "nothing");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Stack dev, nothing → \S+: 14 to create; no traffic\n/);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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

  /** The command as a shell runs it, with what it is connected to. */
  const shell = (script: string) => {
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      cwd: project.checkout,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("loads neither Pulumi's SDK nor a provider's for a rollback that doesn't wait for the engine", () => {
    const script = `
      require("./bin/typescript.js");
      require("./internals/lazy-modules.js");
      for (const file of ["main", "rollback", "fast-rollback"]) require("./cli/" + file);
      const heavy = Object.keys(require.cache).filter((file) => /@pulumi.(aws|eks|kubernetes|pulumi.(index|output|resource))/.test(file));
      console.log(heavy.join());
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
      cwd: project.checkout,
      encoding: "utf8",
    });
    assert.deepEqual({ stdout, stderr }, { stdout: "\n", stderr: "" });
  });

  it("takes a reader that went away for no failure, and says nothing of it", () => {
    assert.deepEqual(shell("{ node bin/turnout.js branches; echo $? >code; } | true; cat code; rm code"), {
      status: 0,
      stdout: "0\n",
      stderr: "",
    });
  });

  it("ends its work also where nobody reads what it prints", () => {
    const script = `
      require("./bin/typescript.js");
      require("./cli/terminal").outlive(process.stdout, process.stderr);
      const lines = setInterval(() => console.log("created Deployment web-green"), 5);
      setTimeout(() => { clearInterval(lines); require("node:fs").writeFileSync("done", ""); }, 300);
    `;
    writeFileSync(join(project.checkout, "work.js"), script);
    assert.deepEqual(shell("{ node work.js; echo $? >>done; } 2>&1 | true; cat done; rm done work.js"), {
      status: 0,
      stdout: "0\n",
      stderr: "",
    });
  });

  it("says in a sentence that its output can't be written", function () {
    if (!existsSync("/dev/full")) this.skip();
    assert.deepEqual(shell("node bin/turnout.js branches >/dev/full"), {
      status: 1,
      stdout: "",
      stderr:
        "The output can't be written (ENOSPC: no space left on device, write), and the command goes on without it: make room there, or print elsewhere.\n",
    });
  });

  it("says what is wrong with the settings where it would print other names without them", () => {
    const file = join(project.checkout, "Pulumi.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("port: 80\n", "port: 0\n"));
    try {
      for (const [stack, ...args] of [
        ["dev", "names", "develop"],
        ["prod", "branches"],
      ] as const)
        assert.deepEqual(run(...args), {
          status: 1,
          stdout: "",
          stderr:
            `1 setting is wrong in stack ${stack}; nothing was changed:\n` +
            "  turnout:gateway.port is 0: must be a whole number from 1 to 65535; set the port of the Gateway's HTTP listener.\n",
        });
    } finally {
      writeFileSync(file, text);
    }
  });

  it("names a branch by its full ref as by its name", () => {
    const named = run("names", "develop");
    assert.equal(named.status, 0);
    assert.deepEqual(run("names", "refs/heads/develop"), named);
  });

  const updating = ["up", "release", "rollback", "promote", "abort", "settle"];

  describe("on a detached HEAD that nothing tells the branch of", () => {
    before(() => {
      project.git("checkout", "--quiet", "--detach");
      project.commit();
    });
    after(() => project.git("checkout", "--quiet", "master"));

    for (const verb of [...updating, "destroy", "unlock"])
      it(`refuses to guess which stack to ${verb}, also with --yes`, () => {
        assert.deepEqual(run(verb, "--yes"), {
          status: 1,
          stdout: "",
          stderr:
            "HEAD is detached, so it is not known which stack to change: name it with --branch, --stack or --local.\n",
        });
      });

    it("reports on the branch that most meet in, and says so beside the report", () => {
      assert.match(
        run("status", "--json").stderr,
        /^HEAD is detached, so this is about branch develop; --branch names another\.\n/,
      );
    });

    it("refuses an empty branch, as a variable is that a CI did not set", () => {
      assert.deepEqual(run("destroy", "--yes", "--branch", ""), {
        status: 1,
        stdout: "",
        stderr: "--branch is empty: give it a name; if it comes from a variable, set that.\n",
      });
    });
  });

  for (const verb of updating)
    it(`refuses to ${verb} a kept stack from another branch's tree where nobody agrees`, () => {
      assert.deepEqual(run(verb, "--stack", "dev"), {
        status: 1,
        stdout: "",
        stderr:
          "This is the working tree of master; stack dev belongs to develop. Nobody can be asked whether to go on: confirm with --yes.\n",
      });
    });
});

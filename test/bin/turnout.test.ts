import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
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

  const stray = "A program failed where nobody catches it: ";
  const where = "branches.ts, the program in index.ts or a package that they load";
  const failed = (reason: string) =>
    `The program failed (${reason}): correct index.ts or what it loads, or restore it from git; \`DEBUG=turnout npx turnout diff\` shows where.\n`;
  const programs: readonly (readonly [title: string, program: string, stderr: string])[] = [
    [
      "never ends",
      "() => new Promise(() => undefined)",
      "The program doesn't get to its end: it waits for what never comes. Look in index.ts and what it loads for a promise that nothing resolves.\n",
    ],
    [
      "ends the process by itself",
      "() => process.exit(0)",
      `The command was ended before it was through: ${where} calls process.exit; take that out.\n`,
    ],
    [
      "ends the process later",
      "() => new Promise(() => setTimeout(() => process.exit(0), 10))",
      `The command was ended before it was through: ${where} calls process.exit; take that out.\n`,
    ],
    ["fails at once", '() => { throw new Error("at once"); }', failed("at once")],
    ["throws nothing at all", "async () => { throw undefined; }", failed("undefined")],
    [
      "throws what can't be text",
      "() => { throw Object.create(null); }",
      failed("it threw what says nothing"),
    ],
    [
      "is none",
      "{}",
      "index.ts exports no program: end it with `export = turnout({ branches });` (docs/components.md).\n",
    ],
    [
      "fails where nobody waits for it",
      'async () => { void Promise.reject(new Error("stray")); return {}; }',
      `${stray}stray\n`,
    ],
    [
      "rejects with what is no error, where nobody waits for it",
      "async () => { void Promise.reject(7); return {}; }",
      `${stray}7\n`,
    ],
    [
      "fails later, outside of all that is waited for",
      'async () => { setTimeout(() => { throw new Error("later"); }, 1); await new Promise((go) => setTimeout(go, 50)); }',
      `${stray}later\n`,
    ],
  ];
  for (const [title, program, stderr] of programs)
    it(`is an error where the program ${title}`, () => {
      const file = join(project.checkout, "index.ts");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, `export = ${program};\n`);
      try {
        const result = run("diff", "--stack", "dev", "--base", "nothing");
        assert.deepEqual([result.status, result.stderr], [1, stderr]);
      } finally {
        writeFileSync(file, text);
      }
    });

  it("is an error where branches.ts ends the process by itself", () => {
    const file = join(project.checkout, "branches.ts");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `${text}process.exit(0);\n`);
    try {
      assert.deepEqual(run("names", "x"), {
        status: 1,
        stdout: "",
        stderr: `The command was ended before it was through: ${where} calls process.exit; take that out.\n`,
      });
      assert.equal(run("--help").status, 0);
    } finally {
      writeFileSync(file, text);
    }
  });

  it("keeps out of its report what a program prints, and shows it escaped", () => {
    const file = join(project.checkout, "branches.ts");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `${text}console.log("one\\u001b[31m");console.error("two\\u009b");\n`);
    try {
      const { status, stdout, stderr } = run("names", "x", "--json");
      assert.deepEqual([status, stderr], [0, "one\\u{1b}[31m\ntwo\\u{9b}\n"]);
      assert.equal((JSON.parse(stdout) as { stack: string }).stack, "pr-x");
    } finally {
      writeFileSync(file, text);
    }
  });

  it("ends when it has said all, also where a program leaves something running", () => {
    const file = join(project.checkout, "index.ts");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, "export = async () => { setInterval(() => undefined, 1000); };\n");
    try {
      const { status, stdout } = run("diff", "--stack", "dev", "--base", "nothing");
      assert.equal(status, 0);
      assert.match(stdout, /^Stack dev, nothing → .*: no changes\n/);
    } finally {
      writeFileSync(file, text);
    }
  });

  it("says in a sentence that its packages are not installed", () => {
    const packages = join(project.checkout, "node_modules");
    renameSync(packages, `${packages}.aside`);
    try {
      assert.deepEqual(run("--help"), {
        status: 1,
        stdout: "",
        stderr: `Turnout can't be started (Cannot find module '@pulumi/pulumi/runtime/closure/codePaths'): run \`npm ci\` in ${project.checkout}, and restore from git what was changed there.\n`,
      });
    } finally {
      renameSync(`${packages}.aside`, packages);
    }
  });

  // Node reads the package.json next to a script before it runs it, so bin/ has its own.
  for (const [file, args, said] of [
    [
      "package.json",
      ["diff", "--stack", "dev", "--base", "nothing"],
      /^The program failed \(SyntaxError: Error parsing \S+package\.json: Unexpected token [^\n]*\): correct index\.ts [^\n]*\n$/,
    ],
    [
      "cli/main.ts",
      ["--help"],
      /^Turnout can't be started \(\S+cli\/main\.ts:1:0: ERROR: Unexpected "<<"\): run `npm ci` in [^\n]*\n$/,
    ],
  ] as const)
    it(`says in a sentence that ${file} has the marks of a conflict`, () => {
      const path = join(project.checkout, file);
      const before = readFileSync(path, "utf8");
      writeFileSync(path, "<<<<<<< HEAD\n{}\n");
      try {
        const { status, stdout, stderr } = run(...args);
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(stderr, said);
      } finally {
        writeFileSync(path, before);
      }
    });

  it("says in a sentence where it can't be: no module is found after a question mark", () => {
    const folder = join(project.home, "why?");
    symlinkSync(project.checkout, folder);
    const args = ["--preserve-symlinks-main", join(folder, "bin/turnout.js"), "--help"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.deepEqual(
      [status, stdout, stderr],
      [
        1,
        "",
        `Turnout can't be started in ${folder}: move the checkout to a path without a question mark.\n`,
      ],
    );
  });

  it("ends when it has said all, also without a loopback interface", function () {
    const alone = ["--map-root-user", "--net"];
    if (spawnSync("unshare", [...alone, "true"]).status !== 0) this.skip();
    const args = [
      ...alone,
      process.execPath,
      "bin/turnout.js",
      "diff",
      "--stack",
      "dev",
      "--base",
      "nothing",
    ];
    const { status, stdout, stderr } = spawnSync("unshare", args, {
      cwd: project.checkout,
      encoding: "utf8",
      timeout: 15_000,
    });
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Stack dev, nothing → /);
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

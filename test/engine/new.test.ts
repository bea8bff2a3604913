import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Scratch } from "../cli/scratch";

describe("turnout new, killed", () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => {
    scratch.remove();
  });

  it("is finished by the next run, whatever the step", async function () {
    this.timeout(600_000);
    await scratch.make({}, scratch.here, "shop");
    const whole = (name: string) =>
      [
        scratch.git(name, "ls-tree", "-r", "HEAD"),
        scratch.git(name, "branch", "--format=%(refname:short)"),
        scratch.git(name, "status", "--porcelain"),
      ].join("\n");
    const expected = whole("shop");
    rmSync(join(scratch.here, "shop"), { recursive: true });
    const killer = join(scratch.home, "killer.js");
    writeFileSync(
      killer,
      `let left = Number(process.env.KILLED_AT);
for (const [module, names] of [["fs", ["renameSync", "cpSync"]], ["child_process", ["spawnSync"]]])
  for (const name of names) {
    const original = require(module)[name];
    require(module)[name] = (...args) => (--left === 0 ? process.kill(process.pid, "SIGKILL") : original(...args));
  }
`,
    );
    const program = join(__dirname, "../../bin/turnout.js");
    for (let at = 1; ; at++) {
      rmSync(join(scratch.here, "shop"), { recursive: true, force: true });
      const { signal, status } = spawnSync(process.execPath, ["--require", killer, program, "new", "shop"], {
        cwd: scratch.here,
        env: { ...scratch.environment, KILLED_AT: String(at) },
      });
      if (signal === null) {
        assert.equal(status, 0);
        assert.ok(at > 25, `${at} steps`);
        return;
      }
      assert.equal(signal, "SIGKILL");
      await scratch.make();
      assert.equal(whole("shop"), expected, `killed at step ${at}`);
    }
  });
});

describe("a newcomer's first minutes", () => {
  const home = mkdtempSync(join(tmpdir(), "turnout-test-"));
  after(() => {
    rmSync(home, { recursive: true });
  });
  const clone = join(__dirname, "../..");
  /** Nothing of the person's git; no cluster, no Pulumi. */
  const environment = {
    ...process.env,
    KUBECONFIG: "",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  const run = (folder: string, command: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: folder,
      env: environment,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${command} ${args.join(" ")}:\n${stdout}\n${stderr}`);
    return stdout;
  };

  it("from the packed package to a project whose tests pass and that shows its branches", function () {
    this.timeout(600_000);
    if (spawnSync("npm", ["ping", "--fetch-retries=0"], { timeout: 20_000 }).status !== 0) {
      console.log("      npm's registry doesn't answer: not tried");
      return this.skip();
    }
    run(clone, "npm", "pack", "--silent", "--pack-destination", home);
    const here = join(home, "empty");
    mkdirSync(here);
    run(here, "npm", "init", "-y");
    const { version } = JSON.parse(readFileSync(join(clone, "package.json"), "utf8")) as { version: string };
    run(here, "npm", "install", `../turnout-${version}.tgz`);
    for (const folder of ["app/tests", "test", "tools", "app"])
      assert.ok(!existsSync(join(here, "node_modules/turnout", folder)), folder);

    const made = run(here, "npx", "turnout", "new", "demo");
    assert.match(made, /^app\/ is the example\.\nMade: /);
    assert.match(made, /\nProject demo is ready: cd demo\. `npm start` shows /);
    const project = join(here, "demo");
    run(project, "npm", "cit");
    const shown = run(project, "npm", "start");
    assert.match(shown, /^\* main +prod +demo-prod +.* staging +kept, protected$/m);
    assert.match(shown, /^ {2}develop +dev +demo-develop /m);
    assert.equal(run(project, "git", "status", "--porcelain"), "");

    // From a folder of it, for a branch that changes the application.
    run(project, "git", "checkout", "--quiet", "-b", "feature/x");
    writeFileSync(join(project, "app/wsgi.py"), `${readFileSync(join(project, "app/wsgi.py"), "utf8")}# x\n`);
    const changed = run(join(project, "app"), "npx", "turnout", "diff");
    assert.match(changed, /^~ update +Deployment web-green +no traffic$/m);
    assert.match(changed, /"localhost\/demo:[0-9a-f]{16}" → "localhost\/demo:[0-9a-f]{16}"/);
  });
});

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { endLeftovers, engineRuns, isInCI, markOf, parseStat, processOf, selfOf } from "../../cli/owner";
import { until } from "../until";

const machine = { user: "ana", host: "laptop", machine: "boot pid:[1]", pid: 4711 };

describe("selfOf", () => {
  it("is a person at a machine", () => {
    assert.deepEqual(selfOf({}, machine), { ...machine, owner: "ana@laptop", job: undefined });
  });

  const github = {
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "ana/shop",
    GITHUB_RUN_ID: "123",
    GITHUB_JOB: "deploy",
  };
  const table: readonly (readonly [
    ci: string,
    variables: Record<string, string>,
    owner: string,
    job: string,
  ])[] = [
    [
      "GitHub Actions",
      github,
      "github:ana/shop",
      "https://github.example/ana/shop/actions/runs/123 (deploy)",
    ],
    [
      "GitLab",
      { GITLAB_CI: "true", CI_PROJECT_PATH: "shop/web", CI_JOB_URL: "https://gitlab.com/shop/web/-/jobs/5" },
      "gitlab:shop/web",
      "https://gitlab.com/shop/web/-/jobs/5",
    ],
    [
      "Jenkins",
      {
        JENKINS_URL: "https://ci.example/",
        JOB_NAME: "shop/develop",
        BUILD_URL: "https://ci.example/shop/7/",
      },
      "jenkins:shop/develop",
      "https://ci.example/shop/7/",
    ],
    [
      "Jenkins that doesn't know its address",
      { JENKINS_URL: "unconfigured", JOB_NAME: "shop", BUILD_NUMBER: "7" },
      "jenkins:shop",
      "shop #7",
    ],
  ];
  for (const [ci, variables, owner, job] of table)
    it(`is the repository's job in ${ci}`, () => {
      assert.deepEqual(selfOf(variables, machine), { ...machine, owner, job });
    });

  it("is the same owner from two runs on two machines", () => {
    const later = { ...machine, user: "runner", host: "other", pid: 1 };
    assert.equal(selfOf({ ...github, GITHUB_RUN_ID: "124" }, later).owner, selfOf(github, machine).owner);
  });

  it("is a person where a variable of CI's is only left over", () => {
    for (const left of [{ GITHUB_REPOSITORY: "ana/shop" }, { JOB_NAME: "x" }, { CI: "true" }])
      assert.equal(selfOf(left, machine).owner, "ana@laptop");
  });

  it("names this process as Pulumi would, and is the same each time", () => {
    const { user, host, pid } = selfOf({});
    assert.deepEqual({ host, pid }, { host: hostname(), pid: process.pid });
    assert.ok(user.endsWith(userInfo().username));
    assert.deepEqual(selfOf({}), selfOf({}));
  });
});

describe("isInCI", () => {
  it("is so where a CI system says it, in its own way", () => {
    for (const variables of [
      { CI: "true" },
      { CI: "1" },
      { GITHUB_ACTIONS: "true" },
      { GITLAB_CI: "true" },
      { JENKINS_URL: "https://ci.example/" },
      { TF_BUILD: "True" },
      { TEAMCITY_VERSION: "2026.1" },
      { GO_PIPELINE_NAME: "shop" },
    ])
      assert.equal(isInCI(variables), true, JSON.stringify(variables));
  });

  it("is not so for a person, also one whose tools say that there is no CI", () => {
    for (const variables of [{}, { CI: "" }, { CI: "0" }, { CI: "false" }, { JENKINS_URL: "" }])
      assert.equal(isInCI(variables), false, JSON.stringify(variables));
  });
});

describe("parseStat", () => {
  const rest = "1 4700 4700 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 12 0 123456 789 10";

  it("reads a process whose name has blanks and parentheses", () => {
    assert.deepEqual(parseStat(`4711 (pulumi (x) y) S ${rest}\n`), {
      pid: 4711,
      parent: 1,
      name: "pulumi (x) y",
      isZombie: false,
      started: 123456,
    });
  });

  it("knows one that has ended", () => {
    assert.deepEqual(
      ["Z", "X", "S", "D"].map((state) => parseStat(`1 (x) ${state} ${rest}`)?.isZombie),
      [true, true, false, false],
    );
  });

  it("reads nothing from a line that is cut off", () => {
    for (const line of ["", "4711 (x", "4711 (x) S 1 4700"]) assert.equal(parseStat(line), undefined);
  });
});

describe("engineRuns", () => {
  const started = new Date();
  const hourAgo = new Date(started.getTime() - 3_600_000);
  let child: ChildProcess;
  const pidOf = ({ pid }: ChildProcess) => pid ?? assert.fail("it did not start");

  afterEach(() => child.kill("SIGKILL"));

  const run = (command: string) => spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "ignore"] });

  it("is so for a process that was there when the lock was taken", () => {
    child = run("exec sleep 60");
    assert.equal(engineRuns(pidOf(child), new Date(Date.now() + 1000)), true);
  });

  it("is not so once it was killed", async () => {
    child = run("exec sleep 60");
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(engineRuns(pidOf(child), started), false);
  });

  it("is so for a process of another user's", function () {
    if (process.getuid?.() === 0) this.skip();
    assert.equal(engineRuns(1, new Date()), true);
  });

  describe("on Linux", () => {
    before(function () {
      if (process.platform !== "linux") this.skip();
    });

    it("is not so for another process that got its pid later", () => {
      child = run("exec sleep 60");
      assert.equal(engineRuns(pidOf(child), hourAgo), false);
    });

    it("is so for a later one called after Pulumi: a clock may have been set", async () => {
      const folder = mkdtempSync(join(tmpdir(), "turnout-processes-"));
      copyFileSync("/bin/sh", join(folder, "pulumi"));
      child = spawn(join(folder, "pulumi"), ["-c", "echo; read _"], { stdio: "pipe" });
      await once(child.stdout ?? assert.fail(), "data");
      rmSync(folder, { recursive: true });
      assert.equal(processOf(pidOf(child))?.name, "pulumi");
      assert.equal(engineRuns(pidOf(child), hourAgo), true);
    });

    it("is not so for one that ended and that nobody asked how", async () => {
      child = run("sleep 60 & echo $!; exec sleep 60");
      const [line] = (await once(child.stdout ?? assert.fail(), "data")) as [Buffer];
      const zombie = Number(line.toString());
      // A shell asks on its own how its children ended; sleep, which it becomes, never does.
      await until(() => processOf(pidOf(child))?.name === "sleep");
      process.kill(zombie, "SIGKILL");
      await until(() => processOf(zombie)?.isZombie === true);
      assert.equal(engineRuns(zombie, started), false);
    });
  });
});

const runs = (pid: number) => {
  const found = processOf(pid);
  return found !== undefined && !found.isZombie;
};

/** An engine is a shell that is called `pulumi`, its plugins are shells called after plugins. */
describe("endLeftovers", function () {
  let folder: string;
  let mark: string;
  const started: number[] = [];

  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "turnout-leftovers-"));
    mark = markOf(folder, "dev");
    copyFileSync("/bin/sh", join(folder, "pulumi"));
    // Each is one process: a shell's child is called like the shell itself until it runs something else.
    for (const name of ["pulumi-resource-x", "pulumi-resource-deaf", "pulumi-language-y", "app"])
      copyFileSync("/bin/sh", join(folder, name));
  });

  afterEach(() => {
    for (const pid of started.splice(0)) if (runs(pid)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** @returns the pids of an engine and of the plugin it started. */
  async function start(
    plugin: string,
    value = mark,
  ): Promise<{ engine: number; plugin: number; kill: () => Promise<void> }> {
    const deaf = plugin.endsWith("deaf") ? "trap '' TERM; " : "";
    const script = `(${deaf}exec ${join(folder, plugin)} -c "read _" <&3) & echo $!; wait`;
    const engine = spawn(join(folder, "pulumi"), ["-c", script], {
      env: { PATH: process.env.PATH, TURNOUT_STACK: value },
      stdio: ["ignore", "pipe", "ignore", "pipe"], // nothing is ever written to the last one
    });
    const [line] = (await once(engine.stdout ?? assert.fail(), "data")) as [Buffer];
    const pids = { engine: engine.pid ?? assert.fail("it did not start"), plugin: Number(line.toString()) };
    started.push(pids.engine, pids.plugin);
    await until(() => processOf(pids.plugin)?.name === plugin.slice(0, 15));
    const kill = async () => {
      engine.kill("SIGKILL");
      await once(engine, "exit");
    };
    return { ...pids, kill };
  }

  it("ends the providers and languages of an engine that was killed", async () => {
    const both = [await start("pulumi-resource-x"), await start("pulumi-language-y")];
    for (const { kill } of both) await kill();
    assert.deepEqual(
      both.map(({ plugin }) => runs(plugin)),
      [true, true],
    );
    assert.equal(endLeftovers(mark), 2);
    await until(() => !both.some(({ plugin }) => runs(plugin)));
    assert.equal(endLeftovers(mark), 0);
  });

  it("ends also one that doesn't listen", async () => {
    const { plugin, kill } = await start("pulumi-resource-deaf");
    await kill();
    assert.equal(endLeftovers(mark), 1);
    await until(() => !runs(plugin));
  });

  it("leaves those of an engine that runs", async () => {
    const { plugin } = await start("pulumi-resource-x");
    assert.equal(endLeftovers(mark), 0);
    assert.equal(runs(plugin), true);
  });

  it("leaves those of another stack, of another checkout and of no stack", async () => {
    for (const other of [markOf(folder, "dev2"), markOf(`${folder}x`, "dev"), ""]) {
      const { plugin, kill } = await start("pulumi-resource-x", other);
      await kill();
      assert.equal(endLeftovers(mark), 0);
      assert.equal(runs(plugin), true);
    }
  });

  it("leaves what is no plugin", async () => {
    const { plugin, kill } = await start("app");
    await kill();
    assert.equal(endLeftovers(mark), 0);
    assert.equal(runs(plugin), true);
  });
});

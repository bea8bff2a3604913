import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { openBaseFolder } from "../../diff/base-folder";

describe("the folder for a commit's files", () => {
  const { TMPDIR } = process.env;
  let home: string;
  let usual: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "turnout-test-"));
    process.env.TMPDIR = home;
    usual = join(home, "turnout-base-c0ffee");
  });
  afterEach(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(home, { recursive: true });
  });

  /** A folder left by a run that was killed, or of one that still runs. */
  const left = (mark: string) => {
    mkdirSync(join(usual, "tree"), { recursive: true, mode: 0o700 });
    writeFileSync(join(usual, "tree", "index.ts"), "old");
    writeFileSync(join(usual, mark), "");
  };
  const dead = () => String(spawnSync(process.execPath, ["--eval", ""]).pid);
  /** That a run takes another folder than the usual one, and leaves that as it is. */
  const leavesAlone = () => {
    const folder = openBaseFolder("c0ffee");
    assert.ok(folder.path.startsWith(`${usual}-`), folder.path);
    assert.deepEqual(readdirSync(folder.path), []);
    folder.remove();
    assert.deepEqual(readdirSync(home), ["turnout-base-c0ffee"]);
    assert.ok(existsSync(join(usual, "tree", "index.ts")));
  };

  it("is the same at every run, empty, nobody else's to read, and gone afterwards", () => {
    for (let run = 1; run <= 2; run++) {
      const { path, remove } = openBaseFolder("c0ffee");
      assert.equal(path, join(usual, "tree"));
      assert.deepEqual(readdirSync(path), []);
      assert.equal(statSync(usual).mode & 0o777, 0o700);
      writeFileSync(join(path, "index.ts"), "");
      remove();
      assert.deepEqual(readdirSync(home), []);
    }
  });

  it("is another one while a run at the same time has the usual one", () => {
    const [first, second] = [openBaseFolder("c0ffee"), openBaseFolder("c0ffee")];
    assert.equal(first.path, join(usual, "tree"));
    assert.notEqual(second.path, first.path);
    writeFileSync(join(second.path, "index.ts"), "");
    second.remove();
    assert.ok(existsSync(first.path));
    first.remove();
    assert.deepEqual(readdirSync(home), []);
  });

  it("is taken over from a run that was killed, without what that one left in it", () => {
    left(`run-on-${hostname()}-${dead()}`);
    const { path, remove } = openBaseFolder("c0ffee");
    assert.equal(path, join(usual, "tree"));
    assert.deepEqual(readdirSync(path), []);
    const other = openBaseFolder("c0ffee");
    assert.notEqual(other.path, path);
    for (const each of [other.remove, remove]) each();
    assert.deepEqual(readdirSync(home), []);
  });

  it("is left alone where its run is alive", () => {
    left(`run-on-${hostname()}-${process.pid}`);
    leavesAlone();
  });

  it("is left alone where its run is another machine's, or nothing tells whose it is", () => {
    for (const mark of [`run-on-elsewhere-${dead()}`, `run-on-${hostname()}-1-${dead()}`, "README.md"]) {
      left(mark);
      leavesAlone();
      rmSync(usual, { recursive: true });
    }
  });

  it("is left alone where it is another person's", function () {
    if (process.getuid?.() !== 0) this.skip(); // only root can give a folder away
    left(`run-on-${hostname()}-${dead()}`);
    chownSync(usual, 12345, 12345);
    leavesAlone();
  });

  it("does not follow another person's link", function () {
    if (process.getuid?.() !== 0) this.skip();
    const theirs = mkdtempSync(join(home, "theirs-"));
    writeFileSync(join(theirs, `run-on-${hostname()}-${dead()}`), "");
    symlinkSync(theirs, usual);
    spawnSync("chown", ["--no-dereference", "12345", usual]);
    const { path, remove } = openBaseFolder("c0ffee");
    assert.ok(path.startsWith(`${usual}-`), path);
    remove();
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    it(`is removed where ${signal} ends the run`, async () => {
      const script = `
        require(${JSON.stringify(join(__dirname, "../../diff/base-folder"))}).openBaseFolder("c0ffee");
        setInterval(() => {}, 1000);
        console.log("open");
      `;
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      assert.ok(existsSync(join(usual, "tree")));
      child.kill(signal);
      assert.deepEqual(await once(child, "exit"), [null, signal]);
      assert.deepEqual(
        readdirSync(home).filter((name) => name.startsWith("turnout-base-")),
        [],
      );
    });
});

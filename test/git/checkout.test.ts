import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openRepository, type Repository } from "../../git/repository";
import { Sandbox } from "./sandbox";

describe("a checkout", () => {
  let sandbox: Sandbox;
  let first: string;
  let second: string;
  const open = (folder = sandbox.checkout): Repository => {
    const opened = openRepository(folder);
    assert.ok(opened);
    return opened;
  };
  before(() => {
    sandbox = new Sandbox();
    first = sandbox.commit({ "main.py": "1\n", ".gitignore": "*.log\n" });
    second = sandbox.commit({ "main.py": "2\n" });
  });
  after(() => {
    sandbox.remove();
  });

  describe("says what has stopped halfway, and that its commit is no branch's", () => {
    const side = "side";
    beforeEach(() => {
      sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
      sandbox.git("checkout", "--quiet", "-b", side, first);
      sandbox.commit({ "main.py": "side\n" });
      sandbox.commit({ "main.py": "side 2\n" });
      sandbox.git("checkout", "--quiet", "master");
    });
    afterEach(() => {
      for (const verb of ["merge", "rebase", "cherry-pick", "revert", "am"])
        attempt(() => sandbox.git(verb, "--abort"));
      attempt(() => sandbox.git("bisect", "reset"));
      sandbox.git("checkout", "--quiet", "--force", "master");
      sandbox.git("branch", "-D", side);
    });
    /** For what stops, and for what there is nothing of. */
    const attempt = (step: () => string) => {
      try {
        step();
      } catch {
        return;
      }
    };
    const state = () => {
      const repository = open();
      const { stopped, attachedBranch } = repository;
      return [stopped, attachedBranch, repository.currentBranch(), repository.hasConflicts()];
    };

    it("a merge", () => {
      assert.deepEqual(state(), [undefined, "master", "master", false]);
      attempt(() => sandbox.git("merge", side));
      assert.deepEqual(state(), ["merge", "master", "master", true]);
    });

    it("a merge without conflicts that isn't committed", () => {
      sandbox.git("merge", "--no-ff", "--no-commit", "--strategy=ours", side);
      assert.deepEqual(state(), ["merge", "master", "master", false]);
    });

    for (const how of ["--merge", "--apply"])
      it(`a rebase ${how}`, () => {
        attempt(() => sandbox.git("rebase", how, "master", side));
        assert.equal(sandbox.git("rev-parse", "HEAD"), second);
        assert.deepEqual(state(), ["rebase", undefined, undefined, true]);
      });

    it("patches by mail", () => {
      const patch = sandbox.git("format-patch", "--stdout", `${first}..${side}`);
      sandbox.write({ "patch.log": `${patch}\n` });
      sandbox.git("checkout", "--quiet", "--detach");
      attempt(() => sandbox.git("am", "patch.log"));
      assert.deepEqual(state(), ["am", undefined, undefined, false]);
    });

    it("a cherry-pick, also between two of several commits", () => {
      attempt(() => sandbox.git("cherry-pick", `${first}..${side}`));
      assert.deepEqual(state(), ["cherry-pick", "master", "master", true]);
      sandbox.write({ "main.py": "resolved\n" });
      sandbox.git("commit", "--quiet", "--all", "--message", "resolved");
      assert.deepEqual(state(), ["cherry-pick", "master", "master", false]);
    });

    it("a revert, also between two of several commits", () => {
      sandbox.commit({ "main.py": "3\n" });
      attempt(() => sandbox.git("revert", second, first));
      assert.deepEqual(state(), ["revert", "master", "master", true]);
      sandbox.write({ "main.py": "resolved\n" });
      sandbox.git("commit", "--quiet", "--all", "--message", "resolved");
      assert.deepEqual(state(), ["revert", "master", "master", false]);
    });

    it("a bisect, although a branch is at the very commit", () => {
      sandbox.git("bisect", "start", side, first);
      assert.equal(open().stopped, "bisect");
      sandbox.git("checkout", "--quiet", "--detach", "master");
      assert.deepEqual(state(), ["bisect", undefined, undefined, false]);
    });

    it("changes from a stash that don't fit, of which only the index knows", () => {
      sandbox.write({ "main.py": "stashed\n" });
      sandbox.git("stash");
      sandbox.commit({ "main.py": "other\n" });
      attempt(() => sandbox.git("stash", "pop"));
      assert.deepEqual(state(), [undefined, "master", "master", true]);
      sandbox.git("reset", "--quiet", "--hard");
      sandbox.git("stash", "drop");
    });

    it("in a worktree of its own, and only there", () => {
      const tree = join(sandbox.home, "worktree");
      sandbox.git("worktree", "add", "--quiet", "--detach", tree, second);
      attempt(() => sandbox.git("-C", tree, "cherry-pick", side));
      assert.equal(open(tree).stopped, "cherry-pick");
      assert.equal(open().stopped, undefined);
      sandbox.git("worktree", "remove", "--force", tree);
    });
  });
});

describe("openRepository", () => {
  let sandbox: Sandbox;
  let before: NodeJS.ProcessEnv;

  beforeEach(() => {
    before = { ...process.env };
    sandbox = new Sandbox();
    process.env.GIT_CEILING_DIRECTORIES = sandbox.home; // whatever lies above
  });
  afterEach(() => {
    for (const key of Object.keys(process.env))
      if (!(key in before)) Reflect.deleteProperty(process.env, key);
    Object.assign(process.env, before);
    sandbox.remove();
  });
  const saying = (words: string) => ({
    message: `Git can't read the checkout in ${sandbox.checkout}; nothing was done. Make \`git status\` work there first: ${words}`,
  });
  const open = () => openRepository(sandbox.checkout);

  it("finds the folder's checkout in a hook of another's, too", () => {
    const other = new Sandbox("other");
    sandbox.commit({ "project/x": "1" });
    for (const [name, value] of Object.entries({
      GIT_DIR: join(other.checkout, ".git"),
      GIT_WORK_TREE: other.checkout,
      GIT_INDEX_FILE: join(other.checkout, ".git/index"),
      GIT_PREFIX: "elsewhere/",
    }))
      process.env[name] = value;
    const opened = openRepository(join(sandbox.checkout, "project"));
    assert.equal(opened?.attachedBranch, "master");
    assert.equal(opened.isChanged(), false);
    other.remove();
  });

  it("finds one whose path has a newline in it", () => {
    const first = sandbox.commit({ "project/x": "1" });
    const tree = join(sandbox.home, "two\nlines");
    sandbox.git("worktree", "add", "--quiet", "-b", "side", tree);
    const opened = openRepository(join(tree, "project"));
    assert.equal(opened?.attachedBranch, "side");
    const target = join(sandbox.home, "target");
    mkdirSync(target);
    assert.deepEqual(opened.exportTo(first, target), { folder: join(target, "project/"), missing: [] });
  });

  it("finds none in a folder without git", () => {
    assert.equal(openRepository(sandbox.home), undefined);
    assert.ok(open());
  });

  it("says in git's words that a clone is somebody else's, and how to trust it", () => {
    Object.assign(process.env, {
      GIT_TEST_ASSUME_DIFFERENT_OWNER: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
    });
    const { checkout } = sandbox;
    assert.throws(
      open,
      saying(
        `detected dubious ownership in repository at '${checkout}'. To add an exception for this directory, call: git config --global --add safe.directory ${checkout}`,
      ),
    );
  });

  it("takes a worktree whose clone is elsewhere for a broken checkout, not for none", () => {
    rmSync(join(sandbox.checkout, ".git"), { recursive: true });
    sandbox.write({ ".git": "gitdir: /nowhere/.git/worktrees/x\n" });
    assert.throws(open, saying("not a git repository: /nowhere/.git/worktrees/x"));
  });

  it("takes no index that can't be read for one without conflicts", () => {
    sandbox.write({ ".git/index": "junk" });
    assert.throws(() => open()?.hasConflicts(), saying(".git/index: index file smaller than expected"));
  });

  it("says that there is no git", () => {
    process.env.PATH = join(sandbox.home, "no-such-folder");
    assert.throws(open, saying("there is no git on PATH"));
  });

  it("hears git's words in English, whatever language the person reads", () => {
    sandbox.write({ "bin/git": '#!/bin/sh\necho "fatal: it speaks $LC_ALL" >&2\nexit 128\n' });
    chmodSync(join(sandbox.checkout, "bin/git"), 0o755);
    process.env.PATH = `${join(sandbox.checkout, "bin")}:${process.env.PATH ?? ""}`;
    process.env.LC_ALL = "de_DE.UTF-8";
    assert.throws(open, saying("it speaks C"));
  });
});

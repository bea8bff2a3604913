import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { GitError, openRepository, type Repository } from "../../git/repository";
import { contentTag } from "../../program/content-tag";
import { Sandbox } from "./sandbox";

/** Names that git takes and a shell or an option parser would not. */
const strange = [
  "feature/a/b",
  `it's-"quoted"`,
  "a;rm-rf",
  "$(touch-x)",
  "a&b|c",
  "-leading-dash",
  "ünï-✓",
  "@",
];

describe("a repository", () => {
  let sandbox: Sandbox;
  let repository: Repository;
  let first: string;
  let second: string;

  const open = (folder = sandbox.checkout): Repository => {
    const opened = openRepository(folder);
    assert.ok(opened);
    return opened;
  };

  before(() => {
    sandbox = new Sandbox();
    sandbox.write({ "project/app/main.py": "1\n", "project/run": "#!/bin/sh\n", "other.txt": "x\n" });
    chmodSync(join(sandbox.checkout, "project/run"), 0o755);
    symlinkSync("main.py", join(sandbox.checkout, "project/app/link"));
    first = sandbox.commit({ ".gitignore": "*.log\n" });
    second = sandbox.commit({ "project/app/main.py": "2\n" });
    repository = open();
  });
  beforeEach(() => {
    sandbox.git("checkout", "--quiet", "--force", "-B", "master", second);
    sandbox.git("clean", "--quiet", "--force", "-d", "-x");
  });
  after(() => {
    sandbox.remove();
  });

  describe("says which branch is checked out", () => {
    for (const name of strange.filter((branch) => !branch.startsWith("-") && branch !== "@"))
      it(`when it is called ${name}`, () => {
        sandbox.git("checkout", "--quiet", "-b", name);
        assert.equal(open().currentBranch(), name);
        assert.equal(open().attachedBranch, name);
        sandbox.git("checkout", "--quiet", "master");
        sandbox.git("branch", "-D", name);
      });

    it("when its name looks like an option", () => {
      sandbox.git("symbolic-ref", "HEAD", "refs/heads/-leading-dash");
      assert.equal(open().currentBranch(), "-leading-dash");
      sandbox.git("symbolic-ref", "HEAD", "refs/heads/master");
    });

    it("before its first commit", () => {
      const empty = new Sandbox("develop");
      const opened = open(empty.checkout);
      assert.equal(opened.currentBranch(), "develop");
      assert.equal(opened.attachedBranch, "develop");
      assert.equal(opened.commit("HEAD"), undefined);
      assert.deepEqual(opened.lastCommits(), []);
      assert.deepEqual(opened.branches(), []);
      empty.remove();
    });

    it("on a detached HEAD where one branch points there, a remote one too", () => {
      sandbox.git("checkout", "--quiet", "--detach", first);
      assert.equal(open().attachedBranch, undefined);
      assert.equal(open().currentBranch(), undefined);
      sandbox.git("update-ref", "refs/remotes/origin/feature/x", first);
      assert.equal(open().currentBranch(), "feature/x");
      assert.equal(open().attachedBranch, undefined);
      sandbox.git("branch", "feature/x", first); // the same branch, here and there
      assert.equal(open().currentBranch(), "feature/x");
      sandbox.git("branch", "other", first);
      assert.equal(open().currentBranch(), undefined);
      sandbox.git("branch", "-D", "other", "feature/x");
      sandbox.git("update-ref", "-d", "refs/remotes/origin/feature/x");
    });
  });

  it("takes a pull request, which GitHub's checkout fetches beside the branches, for none", () => {
    sandbox.git("checkout", "--quiet", "--detach", first);
    const requests = ["refs/remotes/pull/5/merge", "refs/remotes/pull/5/head"];
    for (const ref of requests) {
      sandbox.git("update-ref", ref, first);
      assert.equal(open().currentBranch(), undefined, ref);
    }
    assert.deepEqual(repository.branches(), ["master"]);
    for (const ref of requests) sandbox.git("update-ref", "-d", ref);
  });

  it("knows the commit behind a branch, a tag, a short id and HEAD^, and nothing behind what means none", () => {
    sandbox.git("tag", "v1", first);
    for (const ref of ["v1", first.slice(0, 8), "HEAD^", "refs/tags/v1"])
      assert.equal(repository.commit(ref), first, ref);
    sandbox.git("tag", "-d", "v1");
    for (const ref of ["nowhere", "", "--help", "-n", "HEAD^^", "HEAD:other.txt", "$(id)", "a b"])
      assert.equal(repository.commit(ref), undefined, ref);
  });

  it("knows the commits behind every strange branch by their full refs, and nothing behind others", () => {
    const refs = strange.map((name) => `refs/heads/${name}`);
    for (const ref of refs) sandbox.git("update-ref", ref, first);
    const tips = repository.tips([...refs, "refs/heads/nowhere", "refs/heads/feature"]);
    assert.deepEqual(Object.fromEntries(tips), Object.fromEntries(refs.map((ref) => [ref, first])));
    for (const ref of refs) sandbox.git("update-ref", "-d", ref);
    assert.deepEqual(repository.tips([]), new Map());
  });

  it("knows the last commit and its first parent", () => {
    assert.deepEqual(open().lastCommits(), [second, first]);
    sandbox.git("checkout", "--quiet", "--detach", first);
    const side = sandbox.commit({ side: "1" });
    sandbox.git("merge", "--quiet", "--no-ff", "--message", "x", second);
    assert.deepEqual(open().lastCommits().slice(1), [side]);
  });

  it("lists branches here and there once each, without tags and remotes' HEADs", () => {
    sandbox.git("update-ref", "refs/heads/feature/a", first);
    sandbox.git("update-ref", "refs/heads/-x", first);
    for (const name of ["origin/feature/a", "origin/develop", "fork/HEADS"])
      sandbox.git("update-ref", `refs/remotes/${name}`, first);
    sandbox.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop");
    sandbox.git("tag", "v1", first);
    assert.deepEqual(repository.branches(), ["-x", "HEADS", "develop", "feature/a", "master"]);
    sandbox.git("tag", "-d", "v1");
    sandbox.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD");
    for (const ref of [
      "heads/feature/a",
      "heads/-x",
      "remotes/origin/feature/a",
      "remotes/origin/develop",
      "remotes/fork/HEADS",
    ])
      sandbox.git("update-ref", "-d", `refs/${ref}`);
  });

  it("finds where two commits last were one, and nothing for histories that never were", () => {
    sandbox.git("checkout", "--quiet", "--detach", first);
    const side = sandbox.commit({ side: "1" });
    assert.equal(repository.mergeBase(side, second), first);
    sandbox.git("checkout", "--quiet", "--orphan", "elsewhere");
    const elsewhere = sandbox.commit({ elsewhere: "1" });
    assert.equal(repository.mergeBase(elsewhere, second), undefined);
    sandbox.git("checkout", "--quiet", "--force", "master");
    sandbox.git("branch", "-D", "elsewhere");
  });

  it("knows its last commit and nothing earlier in a shallow clone", () => {
    const clone = join(sandbox.home, "shallow");
    sandbox.git("clone", "--quiet", "--depth=1", `file://${sandbox.checkout}`, clone);
    const shallow = open(clone);
    assert.equal(shallow.commit("HEAD"), second);
    assert.deepEqual(shallow.lastCommits(), [second]);
    assert.equal(shallow.commit("HEAD^"), undefined);
    assert.equal(shallow.commit(first), undefined);
    assert.equal(shallow.mergeBase(first, second), undefined);
    assert.deepEqual(shallow.branches(), ["master"]);
  });

  it("writes a commit short, and fails in git's own words for what is none", () => {
    assert.equal(repository.short(first), first.slice(0, 7));
    assert.throws(
      () => repository.short("nowhere"),
      (error) =>
        error instanceof GitError && error.message.startsWith("git rev-parse --short nowhere: fatal: "),
    );
  });

  it("sees a change in the project's folder, staged, not staged or new, and none beside it or ignored", () => {
    const project = open(join(sandbox.checkout, "project"));
    sandbox.write({ "other.txt": "changed\n", "new.txt": "x", "project/debug.log": "x" });
    assert.equal(project.isChanged(), false);
    assert.equal(repository.isChanged(), true);
    sandbox.write({ "project/new.txt": "x" });
    assert.equal(project.isChanged(), true);
    sandbox.git("add", "project/new.txt");
    assert.equal(project.isChanged(), true);
  });

  it("tells whether a file differs from a commit, from the project's folder", () => {
    const project = open(join(sandbox.checkout, "project"));
    assert.equal(project.differs(first, "app/main.py"), true);
    assert.equal(project.differs(second, "app/main.py"), false);
    assert.equal(project.differs(first, "run"), false);
    assert.equal(project.differs(first, "no-such-file"), false);
    sandbox.write({ "project/run": "changed\n" });
    assert.equal(project.differs(second, "run"), true);
  });

  describe("exports a commit", () => {
    let target: string;
    beforeEach(() => {
      target = join(sandbox.home, `export-${Date.now()}-${Math.random()}`);
      mkdirSync(target);
    });

    it("with every file as it was, and says where the project is in it", () => {
      const project = open(join(sandbox.checkout, "project")).exportTo(first, target);
      assert.equal(project, join(target, "project/"));
      assert.equal(readFileSync(join(project, "app/main.py"), "utf8"), "1\n");
      assert.equal(readFileSync(join(target, "other.txt"), "utf8"), "x\n");
      assert.equal(lstatSync(join(project, "run")).mode & 0o111, 0o111);
      assert.equal(readlinkSync(join(project, "app/link")), "main.py");
    });

    it("whose build contexts have the tags of the checkout's", () => {
      repository.exportTo(second, target);
      for (const folder of ["project", "project/app"])
        assert.equal(contentTag(join(target, folder)), contentTag(join(sandbox.checkout, folder)), folder);
    });

    it("without touching the index or the working tree", () => {
      sandbox.write({ "project/staged.txt": "1", "project/app/main.py": "mine\n" });
      sandbox.git("add", "project/staged.txt");
      const status = sandbox.git("status", "--porcelain");
      const index = readFileSync(join(sandbox.checkout, ".git/index"));
      repository.exportTo(first, target);
      assert.deepEqual(readFileSync(join(sandbox.checkout, ".git/index")), index);
      assert.equal(sandbox.git("status", "--porcelain"), status);
      assert.equal(readFileSync(join(sandbox.checkout, "project/app/main.py"), "utf8"), "mine\n");
      assert.ok(!existsSync(join(target, "project/staged.txt")));
    });

    it("and fails in git's own words for what is none", () => {
      assert.throws(() => repository.exportTo("nowhere", target), GitError);
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

import assert from "node:assert/strict";
import { join } from "node:path";
import { openRepository, type Repository } from "../../git/repository";
import { GitError } from "../../git/run";
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

  describe("isn't misled about the branch that is checked out", () => {
    for (const ref of ["tags/master", "heads/HEAD", "tags/HEAD", "remotes/master/HEAD", "heads/heads/master"])
      it(`by a ref ${ref}`, () => {
        sandbox.git("update-ref", `refs/${ref}`, first);
        const repository = open();
        assert.deepEqual([repository.attachedBranch, repository.currentBranch()], ["master", "master"]);
        assert.deepEqual(repository.lastCommits(), [second, first]);
        assert.equal(repository.commit("HEAD^1"), first);
        sandbox.git("checkout", "--quiet", "--detach");
        assert.equal(open().attachedBranch, undefined);
        sandbox.git("update-ref", "-d", `refs/${ref}`);
      });

    for (const ref of ["fork/master", "alice/master", "team/a/master"])
      it(`by a fork's branch ${ref}`, () => {
        for (const remote of ["team/a", "origin"])
          sandbox.git("config", `remote.${remote}.fetch`, `+refs/heads/*:refs/remotes/${remote}/*`);
        const fork = sandbox.commit({ fork: "1" });
        sandbox.git("update-ref", `refs/remotes/${ref}`, fork);
        sandbox.git("update-ref", "refs/remotes/origin/develop", first);
        sandbox.git("checkout", "--quiet", "--detach");
        sandbox.git("branch", "--force", "master", second);
        assert.equal(open().currentBranch(), undefined);
        assert.deepEqual(open().branches(), ["develop", "master"]);
        for (const each of [ref, "origin/develop"]) sandbox.git("update-ref", "-d", `refs/remotes/${each}`);
        for (const remote of ["team/a", "origin"]) sandbox.git("config", "--unset", `remote.${remote}.fetch`);
      });

    it("by the branch of a merge queue", () => {
      const queued = "gh-readonly-queue/master/pr-7-0123abc";
      sandbox.git("checkout", "--quiet", "-b", queued);
      sandbox.git("update-ref", `refs/remotes/origin/${queued}`, second);
      assert.equal(open().attachedBranch, queued);
      assert.equal(open().currentBranch(), undefined);
      assert.deepEqual(open().branches(), ["master"]);
      sandbox.git("checkout", "--quiet", "--detach");
      assert.equal(open().currentBranch(), "master");
      sandbox.git("branch", "-D", queued);
      sandbox.git("update-ref", "-d", `refs/remotes/origin/${queued}`);
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
    for (const ref of [
      "refs/heads/v1",
      "nowhere",
      "",
      "--help",
      "-n",
      "HEAD^^",
      "HEAD:other.txt",
      "$(id)",
      "a b",
    ])
      assert.equal(repository.commit(ref), undefined, ref);
  });

  it("takes no name of two things for one of them: a branch and a tag, a branch here and there, a branch and a commit", () => {
    const short = first.slice(0, 7);
    for (const [name, ref] of [
      ["master", "refs/tags/master"],
      ["origin/develop", "refs/heads/origin/develop"],
      [short, `refs/heads/${short}`],
      [first, `refs/heads/${first}`],
    ] as const) {
      sandbox.git("update-ref", "refs/remotes/origin/develop", first);
      sandbox.git("update-ref", ref, second);
      for (const revision of [name, `${name}~0`])
        assert.throws(() => repository.commit(revision), GitError, revision);
      assert.equal(repository.commit(ref), second);
      sandbox.git("update-ref", "-d", ref);
      assert.ok(repository.commit(name), name);
      sandbox.git("update-ref", "-d", "refs/remotes/origin/develop");
    }
  });

  it("finds where HEAD left every strange branch, and nothing for those that aren't there", () => {
    for (const name of strange) {
      sandbox.git("update-ref", `refs/heads/${name}`, first);
      assert.equal(repository.lastShared([name]), first, name);
      sandbox.git("update-ref", "-d", `refs/heads/${name}`);
    }
    assert.equal(repository.lastShared(["nowhere", "mast", "aster"]), undefined);
    assert.equal(repository.lastShared([]), undefined);
  });

  it("knows the last commit and its first parent", () => {
    assert.deepEqual(open().lastCommits(), [second, first]);
    sandbox.git("checkout", "--quiet", "--detach", first);
    const side = sandbox.commit({ side: "1" });
    sandbox.git("merge", "--quiet", "--no-ff", "--message", "x", second);
    assert.deepEqual(open().lastCommits().slice(1), [side]);
  });

  it("lists branches here and there once each, without tags, forks and remotes' HEADs", () => {
    sandbox.git("update-ref", "refs/heads/feature/a", first);
    sandbox.git("update-ref", "refs/heads/-x", first);
    for (const name of ["origin/feature/a", "origin/develop", "upstream/HEADS", "fork/x"])
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
      "remotes/upstream/HEADS",
      "remotes/fork/x",
    ])
      sandbox.git("update-ref", "-d", `refs/${ref}`);
  });

  describe("finds the last commit that HEAD shares with a branch", () => {
    const refs = ["heads/develop", "remotes/origin/develop", "remotes/upstream/develop"];
    let left: string;
    beforeEach(() => {
      left = sandbox.commit({ left: "1" });
      sandbox.git("checkout", "--quiet", "-b", "feature");
      sandbox.commit({ feature: "1" });
    });
    afterEach(() => {
      for (const ref of refs) sandbox.git("update-ref", "-d", `refs/${ref}`);
      sandbox.git("checkout", "--quiet", "--force", "master");
      sandbox.git("branch", "-D", "feature");
    });

    for (const ahead of refs)
      it(`wherever that is known best: ${ahead}`, () => {
        for (const ref of refs) sandbox.git("update-ref", `refs/${ref}`, ref === ahead ? left : first);
        assert.equal(open().lastShared(["develop"]), left);
      });

    it("also of a remote with a slash in its name, and of several branches", () => {
      sandbox.git("config", "remote.team/a.fetch", "+refs/heads/*:refs/remotes/team/a/*");
      sandbox.git("update-ref", "refs/remotes/team/a/develop", left);
      sandbox.git("update-ref", "refs/heads/main", first);
      assert.equal(open().lastShared(["main", "develop"]), left);
      assert.equal(open().lastShared(["main", "a/develop"]), first);
      sandbox.git("config", "--unset", "remote.team/a.fetch");
      for (const ref of ["remotes/team/a/develop", "heads/main"])
        sandbox.git("update-ref", "-d", `refs/${ref}`);
    });

    it("not of the fork's branch that is looked at", () => {
      sandbox.git("update-ref", "refs/remotes/alice/develop", "HEAD");
      sandbox.git("update-ref", "refs/remotes/origin/develop", first);
      sandbox.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
      sandbox.git("config", "remote.alice.fetch", "+refs/heads/*:refs/remotes/alice/*");
      assert.equal(open().lastShared(["develop"]), first);
      sandbox.git("update-ref", "refs/remotes/alice/develop", left);
      assert.equal(open().lastShared(["develop"]), left);
      sandbox.git("update-ref", "refs/remotes/origin/develop", "HEAD"); // ours has it already
      assert.equal(open().lastShared(["develop"]), sandbox.git("rev-parse", "HEAD"));
      for (const remote of ["alice", "origin"]) {
        sandbox.git("update-ref", "-d", `refs/remotes/${remote}/develop`);
        sandbox.git("config", "--unset", `remote.${remote}.fetch`);
      }
    });

    it("not of another branch that ends in the same, nor of a tag", () => {
      sandbox.git("update-ref", "refs/remotes/origin/feature/develop", left);
      sandbox.git("tag", "develop", left);
      assert.equal(open().lastShared(["develop"]), undefined);
      sandbox.git("update-ref", "-d", "refs/remotes/origin/feature/develop");
      sandbox.git("tag", "-d", "develop");
    });

    it("the later one where the two merged with each other", () => {
      const at = (when: string, ...args: string[]) => {
        process.env.GIT_COMMITTER_DATE = when;
        sandbox.git(...args);
        delete process.env.GIT_COMMITTER_DATE;
        return sandbox.git("rev-parse", "HEAD");
      };
      const mine = at("2026-01-02T00:00Z", "commit", "--quiet", "--allow-empty", "--message", "mine");
      sandbox.git("checkout", "--quiet", "-b", "develop", left);
      const commit = ["commit", "--quiet", "--allow-empty", "--message"];
      let theirs = at("2026-01-01T00:00Z", ...commit, "theirs");
      // The earlier one has the lower id: the first by id is not the answer.
      for (let n = 0; theirs > mine; n++)
        theirs = at("2026-01-01T00:00Z", ...commit, `theirs ${n}`, "--amend");
      at("2026-01-03T00:00Z", "merge", "--quiet", "--message", "x", mine);
      sandbox.git("checkout", "--quiet", "feature");
      at("2026-01-03T00:00Z", "merge", "--quiet", "--message", "x", theirs);
      const bases = sandbox.git("merge-base", "--all", "HEAD", "develop").split("\n");
      assert.deepEqual(bases.sort(), [mine, theirs].sort());
      assert.equal(open().lastShared(["develop"]), mine);
    });

    it("and none where histories never were one", () => {
      sandbox.git("update-ref", "refs/heads/develop", first);
      sandbox.git("checkout", "--quiet", "--orphan", "elsewhere");
      sandbox.commit({ elsewhere: "1" });
      assert.equal(open().lastShared(["develop"]), undefined);
      sandbox.git("checkout", "--quiet", "--force", "feature");
      sandbox.git("branch", "-D", "elsewhere");
    });
  });

  it("knows its last commit and nothing earlier in a shallow clone", () => {
    const clone = join(sandbox.home, "shallow");
    sandbox.git("clone", "--quiet", "--depth=1", `file://${sandbox.checkout}`, clone);
    const shallow = open(clone);
    assert.equal(shallow.commit("HEAD"), second);
    assert.deepEqual(shallow.lastCommits(), [second]);
    assert.equal(shallow.commit("HEAD^"), undefined);
    assert.equal(shallow.commit(first), undefined);
    assert.equal(shallow.isShallow(), true);
    assert.equal(repository.isShallow(), false);
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
});

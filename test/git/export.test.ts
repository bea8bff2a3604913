import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { openRepository } from "../../git/repository";
import { GitError } from "../../git/run";
import { contentTag } from "../../program/content-tag";
import { Sandbox } from "./sandbox";

describe("a commit in a folder", () => {
  let sandbox: Sandbox;
  let target: string;
  let first: string;

  /** Writes a commit into an empty folder. @returns what could not be written. */
  const exported = (commit: string, from = sandbox.checkout) => {
    target = mkdtempSync(join(sandbox.home, "export-"));
    const repository = openRepository(from);
    assert.ok(repository);
    return repository.exportTo(commit, target);
  };
  const written = (file: string) => readFileSync(join(target, file), "utf8");

  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.write({ "project/app/main.py": "1\n", "project/run": "#!/bin/sh\n", "other.txt": "x\n" });
    chmodSync(join(sandbox.checkout, "project/run"), 0o755);
    symlinkSync("main.py", join(sandbox.checkout, "project/app/link"));
    first = sandbox.commit();
  });
  afterEach(() => {
    sandbox.remove();
  });

  it("has every file as it was, and the project where that is", () => {
    sandbox.commit({ "project/app/main.py": "2\n" });
    const { folder, missing } = exported(first, join(sandbox.checkout, "project"));
    assert.deepEqual([folder, missing], [join(target, "project/"), []]);
    assert.equal(written("project/app/main.py"), "1\n");
    assert.equal(written("other.txt"), "x\n");
    assert.equal(lstatSync(join(folder, "run")).mode & 0o111, 0o111);
    assert.equal(readlinkSync(join(folder, "app/link")), "main.py");
  });

  it("has build contexts with the tags of the checkout's, and an empty mark of where it begins", () => {
    exported(first);
    assert.deepEqual(readdirSync(target).sort(), [".git", "other.txt", "project"]);
    assert.equal(written(".git"), "");
    for (const folder of ["project", "project/app"])
      assert.equal(contentTag(join(target, folder)), contentTag(join(sandbox.checkout, folder)), folder);
  });

  it("is written without touching the index, the working tree or the clone, and without the person's hooks", () => {
    sandbox.write({ "project/staged.txt": "1", "project/app/main.py": "mine\n" });
    sandbox.git("add", "project/staged.txt");
    sandbox.write({ ".git/hooks/post-index-change": "#!/bin/sh\ntouch hooked\n" });
    chmodSync(join(sandbox.checkout, ".git/hooks/post-index-change"), 0o755);
    sandbox.git("config", "core.splitIndex", "true");
    const index = readFileSync(join(sandbox.checkout, ".git/index"));
    const status = () => execGit("--no-optional-locks", "status", "--porcelain");
    const execGit = (...args: string[]) => sandbox.git(...args);
    const before = [status(), readdirSync(join(sandbox.checkout, ".git"))];
    exported(first);
    assert.deepEqual(readFileSync(join(sandbox.checkout, ".git/index")), index);
    assert.deepEqual([status(), readdirSync(join(sandbox.checkout, ".git"))], before);
    assert.ok(!existsSync(join(target, "project/staged.txt")));
    assert.ok(!existsSync(join(target, "hooked")));
  });

  it("fails in git's own words for what is none", () => {
    assert.throws(() => exported("nowhere"), GitError);
  });

  it("comes whole from a worktree that has only a part of the files", () => {
    const tree = join(sandbox.home, "worktree");
    const commit = sandbox.commit({ "docs/a.txt": "a" });
    sandbox.git("worktree", "add", "--quiet", "--detach", tree, commit);
    sandbox.git("-C", tree, "sparse-checkout", "set", "project");
    assert.ok(!existsSync(join(tree, "docs")));
    exported(commit, tree);
    assert.equal(written("docs/a.txt"), "a");
  });

  describe("has the attributes of the commit", () => {
    const crlf = "*.py text eol=crlf\n";

    it("not those that came later", () => {
      sandbox.commit({ ".gitattributes": crlf });
      exported(first);
      assert.equal(written("project/app/main.py"), "1\n");
    });

    it("not those that aren't committed", () => {
      sandbox.write({ "project/.gitattributes": crlf });
      exported(first);
      assert.equal(written("project/app/main.py"), "1\n");
    });

    it("also where they are gone, and where they lie in a folder", () => {
      const second = sandbox.commit({ "project/app/.gitattributes": crlf, "project/other.py": "1\n" });
      sandbox.git("rm", "--quiet", "project/app/.gitattributes");
      sandbox.commit();
      exported(second);
      assert.equal(written("project/app/main.py"), "1\r\n");
      assert.equal(written("project/other.py"), "1\n");
    });

    it("with what they say of identifiers and of encodings", () => {
      const second = sandbox.commit({ "id.txt": "$Id$\n", ".gitattributes": "id.txt ident\n" });
      sandbox.commit({ ".gitattributes": "" });
      exported(second);
      assert.match(written("id.txt"), /^\$Id: [0-9a-f]{40} \$\n$/);
    });
  });

  describe("where a filter fails", () => {
    let stored: string;
    const note = (...names: string[]) =>
      `A filter of git's failed (run \`git lfs fetch --all\` where it is LFS), so of the base these files are compared as git stores them: ${names.join(", ")}.`;

    beforeEach(() => {
      // As LFS: what is stored is another text than what is there.
      sandbox.git("config", "filter.big.clean", "sed s/here/stored/");
      sandbox.git("config", "filter.big.smudge", "sed s/stored/here/");
      sandbox.git("config", "filter.big.required", "true");
      stored = sandbox.commit({
        ".gitattributes": "*.bin filter=big\n",
        "a.bin": "a here\n",
        "b.bin": "b here\n",
      });
      sandbox.commit({ "b.bin": "changed here\n" });
      // Git reads a file again that is as new as the index.
      for (const name of ["a.bin", "b.bin"]) utimesSync(join(sandbox.checkout, name), 1e9, 1e9);
      sandbox.git("update-index", "--refresh");
    });
    const fail = (how: Readonly<Record<string, string>>) => {
      for (const [key, value] of Object.entries(how)) sandbox.git("config", `filter.big.${key}`, value);
    };

    it("and it doesn't: has the files as the filter writes them", () => {
      assert.deepEqual(exported(stored).missing, []);
      assert.deepEqual([written("a.bin"), written("b.bin")], ["a here\n", "b here\n"]);
    });

    for (const [why, how] of [
      ["and is required", { smudge: "false" }],
      ["and isn't", { smudge: "false", required: "false" }],
      ["and isn't installed", { smudge: "no-such-program %f" }],
      ["as a process", { process: "false" }],
    ] as const)
      it(`${why}: has the same files as the checkout, and says of which that isn't so`, () => {
        fail(how);
        assert.deepEqual(exported(stored).missing, [note("b.bin")]);
        assert.deepEqual([written("a.bin"), written("b.bin")], ["a here\n", "b stored\n"]);
        assert.equal(written("other.txt"), "x\n");
      });

    it("has the same files as the checkout where that was made without the filter, as CI does with LFS", () => {
      for (const name of ["a.bin", "b.bin"]) rmSync(join(sandbox.checkout, name));
      sandbox.git("-c", "filter.big.smudge=cat", "checkout", "--", ".");
      assert.deepEqual(exported(stored).missing, []);
      assert.deepEqual([written("a.bin"), written("b.bin")], ["a stored\n", "b here\n"]);
    });

    it("asks the filter where the checkout has the same file without one, or no such file", () => {
      sandbox.commit({ ".gitattributes": "", "a.bin": "a stored\n" });
      assert.deepEqual(exported(stored).missing, []);
      assert.equal(written("a.bin"), "a here\n");
      sandbox.git("checkout", "--quiet", "--force", stored);
      rmSync(join(sandbox.checkout, "a.bin"));
      assert.deepEqual(exported(stored).missing, []);
      assert.equal(written("a.bin"), "a here\n");
    });

    it("names all of them where it can't be known which are the same", () => {
      sandbox.write({ "a.bin": "mine here\n" });
      fail({ process: "false" });
      assert.deepEqual(exported(stored).missing, [note("a.bin", "b.bin")]);
    });

    it("names a few of many files", () => {
      const names = ["1", "2", "3", "4", "5", "6", "7"].map((name) => `${name}.bin`);
      const many = sandbox.commit(Object.fromEntries(names.map((name) => [name, "here\n"])));
      sandbox.git("rm", "--quiet", ...names);
      sandbox.commit();
      fail({ smudge: "false" });
      assert.deepEqual(exported(many).missing, [note(...names.slice(0, 5)).replace(/\.$/, " and 2 more.")]);
    });
  });

  describe("with a submodule", () => {
    let library: Sandbox;
    let withOne: string;
    let pinned: string;

    beforeEach(() => {
      library = new Sandbox();
      pinned = library.commit({ "lib.py": "1\n" });
      sandbox.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.checkout, "lib");
      withOne = sandbox.commit();
      sandbox.git("-C", "lib", "checkout", "--quiet", "-b", "later");
      sandbox.write({ "lib/lib.py": "2\n" });
      sandbox.git("-C", "lib", "commit", "--quiet", "--all", "--message", "x");
      sandbox.commit();
    });
    afterEach(() => {
      library.remove();
    });

    it("has that one's files, too, at the commit that it was at", () => {
      assert.deepEqual(exported(withOne).missing, []);
      assert.equal(written("lib/lib.py"), "1\n");
      sandbox.git("-C", "lib", "checkout", "--quiet", pinned);
      assert.equal(contentTag(join(target, "lib")), contentTag(join(sandbox.checkout, "lib")));
    });

    it("has them also where the submodule was removed since", () => {
      sandbox.git("rm", "--quiet", "--force", "lib");
      sandbox.commit();
      assert.deepEqual(exported(withOne).missing, []);
      assert.equal(written("lib/lib.py"), "1\n");
    });

    it("says where its commit isn't here", () => {
      const gone = "0123456789012345678901234567890123456789";
      sandbox.git("update-index", "--cacheinfo", `160000,${gone},lib`);
      sandbox.git("commit", "--quiet", "--message", "gone");
      const commit = sandbox.git("rev-parse", "HEAD");
      assert.deepEqual(exported(commit).missing, [
        `Submodule lib has no commit 0123456 here, so what the base has in it is missing: run \`git -C lib fetch origin ${gone}\`.`,
      ]);
    });

    it("says nothing where it isn't checked out and the same, as both sides are empty; else that it can't tell", () => {
      sandbox.git("submodule", "--quiet", "deinit", "--force", "lib");
      assert.deepEqual(exported(sandbox.git("rev-parse", "HEAD")).missing, []);
      const note = "Submodule lib isn't checked out here, so what the base has in it is not compared.";
      assert.deepEqual(exported(withOne).missing, [note]);
      sandbox.git("config", "submodule.lib.ignore", "all");
      assert.deepEqual(exported(withOne).missing, [note]);
      rmSync(join(sandbox.checkout, ".git/modules"), { recursive: true });
      sandbox.git("rm", "--quiet", "--force", "lib");
      sandbox.commit();
      assert.deepEqual(exported(withOne).missing, [note]);
    });
  });
});

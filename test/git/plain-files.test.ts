import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askedOfGit } from "../../git/checkout";
import { hasStages, plainCheckout, plainConflicts } from "../../git/plain-files";
import { Sandbox } from "./sandbox";

describe("git's own files", () => {
  let sandbox: Sandbox;
  let first: string;
  const variables = { ...process.env };
  beforeEach(() => {
    sandbox = new Sandbox("develop");
    first = sandbox.commit({ "main.py": "1\n", "app/web.py": "1\n" });
    for (const name of Object.keys(process.env)) if (name.startsWith("GIT_")) delete process.env[name];
  });
  afterEach(() => {
    sandbox.remove();
    for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
    Object.assign(process.env, variables);
  });
  const here = (...path: string[]) => join(sandbox.checkout, ...path);
  const configure = (text: string) => {
    writeFileSync(here(".git/config"), readFileSync(here(".git/config"), "utf8") + text);
  };

  describe("say the same as git", () => {
    const answered: readonly (readonly [title: string, make: () => void, folder?: string])[] = [
      ["of a branch", () => undefined],
      ["of a branch with slashes", () => sandbox.git("switch", "--quiet", "-c", "feature/login-2.0")],
      ["of a detached HEAD", () => sandbox.git("switch", "--quiet", "--detach")],
      ["of a branch without a commit", () => sandbox.git("switch", "--quiet", "--orphan", "new")],
      ["of a branch whose ref is packed", () => sandbox.git("pack-refs", "--all")],
      ["where another ref is called HEAD", () => sandbox.git("update-ref", "refs/heads/HEAD", first)],
      ["in a folder of it", () => undefined, "app"],
      ["through a link", () => symlinkSync(here("app"), join(sandbox.home, "link")), "../link"],
      ["with remotes", () => sandbox.git("remote", "add", "origin", "https://example.com/shop.git")],
    ];
    for (const [title, make, folder = "."] of answered)
      it(title, () => {
        make();
        const found = plainCheckout(here(folder));
        assert.ok(found);
        assert.deepEqual(found, askedOfGit(here(folder)));
      });
  });

  describe("are not enough", () => {
    const unanswered: readonly (readonly [title: string, make: () => void, folder?: string])[] = [
      ["outside of any checkout", () => undefined, ".."],
      ["where .git is no folder, as in a worktree", () => sandbox.git("worktree", "add", "-q", "../tree", "-b", "x"), "../tree"],
      ["where .git is a link", () => {
        renameSync(here(".git"), join(sandbox.home, "elsewhere"));
        symlinkSync(join(sandbox.home, "elsewhere"), here(".git"));
      }],
      ["in .git itself", () => undefined, ".git/objects"],
      ["where .git is no repository", () => mkdirSync(here("app/.git")), "app"],
      ["where the working tree is elsewhere", () => configure("[core]\n\tworktree = /\n")],
      ["where more configuration is included", () => configure("[include]\n\tpath = more\n")],
      ["where the format is extended", () => sandbox.git("config", "extensions.worktreeConfig", "true")],
      ["where the configuration has no working tree", () => sandbox.git("config", "core.bare", "true")],
      ["where the configuration is no such", () => configure("[core\n")],
      ["where HEAD is no ref of a branch", () => writeFileSync(here(".git/HEAD"), "ref: refs/remotes/x\n")],
      ["where HEAD is empty", () => writeFileSync(here(".git/HEAD"), "")],
      ["where the branch stands for another one", () => sandbox.git("symbolic-ref", "refs/heads/develop", "refs/heads/main")],
      ["where the branch's commit is no id", () => writeFileSync(here(".git/refs/heads/develop"), "\n")],
      ["where the environment says how to search", () => (process.env.GIT_CEILING_DIRECTORIES = sandbox.home)],
      ["where the environment has configuration", () => (process.env.GIT_CONFIG_COUNT = "0")],
    ]; // prettier-ignore
    for (const [title, make, folder = "."] of unanswered)
      it(title, () => {
        assert.ok(plainCheckout(here()));
        make();
        assert.equal(plainCheckout(here(folder)), undefined);
      });

    it("where the checkout is another user's, which git refuses", function () {
      if (process.geteuid?.() !== 0) return this.skip();
      execFileSync("chown", ["-R", "65534", here()]);
      assert.equal(plainCheckout(here()), undefined);
      return undefined;
    });
  });

  it("may be read whatever the environment has that is about a hook or an editor", () => {
    Object.assign(process.env, {
      GIT_DIR: "/",
      GIT_EDITOR: "vi",
      GIT_AUTHOR_NAME: "A",
      GIT_SSL_CAINFO: "/ca",
    });
    assert.equal(plainCheckout(here())?.attachedBranch, "develop");
  });

  describe("know of files with both sides of a merge", () => {
    const conflict = () => {
      sandbox.git("switch", "--quiet", "-c", "side", first);
      sandbox.commit({ "main.py": "side\n" });
      sandbox.git("switch", "--quiet", "develop");
      sandbox.commit({ "main.py": "2\n" });
      assert.throws(() => sandbox.git("merge", "side"));
    };
    const answer = () => {
      const asked = sandbox.git("ls-files", "--unmerged") !== "";
      return { asked, found: plainConflicts(sandbox.checkout) };
    };

    it("none where nothing is staged, or was ever", () => {
      assert.deepEqual(answer(), { asked: false, found: false });
      sandbox.git("switch", "--quiet", "--orphan", "new");
      assert.deepEqual(answer(), { asked: false, found: false });
    });

    it("among names of every length", () => {
      const names = Array.from({ length: 40 }, (_, length) => `names/${"n".repeat(length + 1)}.py`);
      sandbox.write({ [`long/${"x".repeat(250)}/${"y".repeat(250)}`]: "1\n" });
      sandbox.commit(Object.fromEntries(names.map((name) => [name, "1\n"])));
      assert.deepEqual(answer(), { asked: false, found: false });
      conflict();
      assert.deepEqual(answer(), { asked: true, found: true });
    });

    it("in an index with entries that are only meant to be added", () => {
      conflict();
      sandbox.write({ "new.py": "1\n" });
      sandbox.git("add", "--intent-to-add", "new.py");
      assert.equal(readFileSync(here(".git/index")).readUInt32BE(4), 3);
      assert.deepEqual(answer(), { asked: true, found: true });
      sandbox.git("checkout", "--ours", "main.py");
      sandbox.git("add", "main.py");
      assert.deepEqual(answer(), { asked: false, found: false });
    });

    it("nothing of an index of version 4, of one that is split, and of one that was cut off", () => {
      sandbox.git("update-index", "--index-version", "4");
      assert.equal(plainConflicts(sandbox.checkout), undefined);
      sandbox.git("update-index", "--index-version", "2");
      assert.equal(plainConflicts(sandbox.checkout), false);
      const whole = readFileSync(here(".git/index"));
      for (let length = 12; length < whole.indexOf("TREE") + 20; length++)
        assert.notEqual(cut(whole.subarray(0, length)), false, `cut off at ${length}`);
      sandbox.git("update-index", "--split-index");
      assert.equal(plainConflicts(sandbox.checkout), undefined);
    });
    const cut = (index: Buffer) => {
      try {
        return hasStages(index);
      } catch {
        return undefined;
      }
    };
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { branches } from "../../branches";
import { originOf, repositoryOf } from "../../cli/origin";
import { projectIn } from "../../cli/subject";

describe("repositoryOf", () => {
  const remotes: readonly (readonly [remote: string, repository: string | undefined])[] = [
    ["https://github.com/ana/shop.git", "github.com/ana/shop"],
    ["https://ana:token@github.com/ana/shop", "github.com/ana/shop"],
    ["git@github.com:ana/shop.git", "github.com/ana/shop"],
    ["ssh://git@git.example:2222/team/shop.git/", "git.example/team/shop"],
    ["/srv/git/shop.git", undefined],
    ["", undefined],
  ];
  for (const [remote, repository] of remotes)
    it(`reads ${remote || "no remote"}`, () => {
      assert.equal(repositoryOf(remote), repository);
    });
});

describe("originOf", () => {
  it("has no repository outside of git, and a branch in one line", () => {
    const root = mkdtempSync(join(tmpdir(), "turnout-origin-"));
    const project = projectIn(root, branches);
    try {
      assert.deepEqual(originOf({ project, branch: "a\u001bb" }), {
        repository: undefined,
        branch: "a\\u{1b}b",
      });
      assert.deepEqual(originOf({ project, branch: undefined }), {
        repository: undefined,
        branch: undefined,
      });
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

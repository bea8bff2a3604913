import assert from "node:assert/strict";
import { branches } from "../../branches";
import { baseOf } from "../../git/base";
import type { Repository } from "../../git/repository";
import type { BranchMap } from "../../naming/branch-map";

/** A clone that knows these refs, and where they and HEAD last were one. */
function clone(refs: Readonly<Record<string, string>>, mergeBases: Readonly<Record<string, string>> = {}) {
  const repository: Pick<Repository, "tips" | "lastCommits" | "mergeBase"> = {
    tips: (wanted) => new Map(wanted.flatMap((ref) => (refs[ref] === undefined ? [] : [[ref, refs[ref]]]))),
    lastCommits: () => ["head", refs["HEAD^"]],
    mergeBase: (commit, other) => {
      assert.equal(other, "HEAD");
      return mergeBases[commit];
    },
  };
  return repository as Repository;
}

const remote = (branch: string) => `refs/remotes/origin/${branch}`;
const local = (branch: string) => `refs/heads/${branch}`;

describe("baseOf", () => {
  it("is where a feature branch left the branch that takes merges from anything", () => {
    const repository = clone({ [remote("develop")]: "d", "HEAD^": "p" }, { d: "left" });
    assert.deepEqual(baseOf(repository, "feature/x", branches), { commit: "left" });
  });

  it("is where a kept branch left the one that names it", () => {
    const repository = clone(
      { [remote("staging")]: "s", [remote("develop")]: "d" },
      { s: "from-s", d: "from-d" },
    );
    assert.deepEqual(baseOf(repository, "develop", branches), { commit: "from-s" });
  });

  it("takes either name of a branch that the map gives two", () => {
    const repository = clone({ [local("main")]: "m" }, { m: "left" });
    assert.deepEqual(baseOf(repository, "staging", branches), { commit: "left" });
  });

  it("takes the remote's branch before a local one, which may be old", () => {
    const refs = { [remote("develop")]: "new", [local("develop")]: "old" };
    assert.deepEqual(baseOf(clone(refs, { new: "1", old: "2" }), "x", branches), { commit: "1" });
    assert.deepEqual(baseOf(clone(refs, { old: "2" }), "x", branches), { commit: "2" });
  });

  it("takes a detached HEAD for something that could merge into what takes anything", () => {
    const repository = clone({ [remote("develop")]: "d" }, { d: "left" });
    assert.deepEqual(baseOf(repository, undefined, branches), { commit: "left" });
  });

  it("is the previous commit for a branch that merges into no other, and says so", () => {
    assert.deepEqual(baseOf(clone({ "HEAD^": "p" }), "master", branches), {
      commit: "p",
      note: "Branch master merges into no other; compared with the previous commit.",
    });
  });

  it("is the previous commit where the target is not known in this clone, and says so", () => {
    assert.deepEqual(baseOf(clone({ "HEAD^": "p" }), "feature/x", branches), {
      commit: "p",
      note: "Where branch feature/x left develop is not known in this clone; compared with the previous commit.",
    });
    assert.deepEqual(
      baseOf(clone({ "HEAD^": "p" }), "staging", branches).note,
      "Where branch staging left master or main is not known in this clone; compared with the previous commit.",
    );
    assert.deepEqual(
      baseOf(clone({ "HEAD^": "p" }), undefined, branches).note,
      "Where this commit left develop is not known in this clone; compared with the previous commit.",
    );
  });

  it("is nothing in a shallow clone of one commit, and says so", () => {
    assert.deepEqual(baseOf(clone({ [remote("develop")]: "d" }), "feature/x", branches), {
      note: "Where branch feature/x left develop is not known in this clone, and there is no earlier commit here; everything is shown as new.",
    });
  });

  it("never takes a pattern for a branch, nor a branch for its own target", () => {
    const map: BranchMap = {
      app: "shop",
      rules: [
        { branch: "main", stack: "prod", namespace: "shop", acceptsMergesFrom: ["main", "*"], life: "kept" },
        {
          branch: "*",
          stack: "pr-<name>",
          namespace: "shop-<name>",
          acceptsMergesFrom: "anything",
          life: "kept",
        },
      ],
    };
    const repository = clone({ "HEAD^": "p", [remote("main")]: "m", [remote("*")]: "x" }, { m: "1", x: "2" });
    assert.deepEqual(baseOf(repository, "main", map), {
      commit: "p",
      note: "Branch main merges into no other; compared with the previous commit.",
    });
    assert.deepEqual(baseOf(repository, undefined, map), {
      commit: "p",
      note: "This commit merges into no other; compared with the previous commit.",
    });
  });
});

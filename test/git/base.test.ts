import assert from "node:assert/strict";
import { branches } from "../../branches";
import { baseOf } from "../../git/base";
import type { Repository } from "../../git/repository";
import type { BranchMap } from "../../naming/branch-map";

/** A clone that knows where HEAD left some branches. */
function clone(left: Readonly<Record<string, string>>, previous?: string, isShallow = false) {
  const repository: Pick<Repository, "lastShared" | "lastCommits" | "isShallow"> = {
    lastShared: (targets) => targets.flatMap((target) => left[target] ?? [])[0],
    lastCommits: () => ["head", previous],
    isShallow: () => isShallow,
  };
  return repository as Repository;
}

describe("baseOf", () => {
  it("is where a feature branch left the branch that takes merges from anything", () => {
    assert.deepEqual(baseOf(clone({ develop: "left", main: "x" }, "p"), "feature/x", branches), {
      commit: "left",
    });
  });

  it("is where a kept branch left the one that names it", () => {
    const repository = clone({ staging: "from-s", develop: "from-d" });
    assert.deepEqual(baseOf(repository, "develop", branches), { commit: "from-s" });
  });

  it("takes either name of a branch that the map gives two", () => {
    assert.deepEqual(baseOf(clone({ main: "left" }), "staging", branches), { commit: "left" });
  });

  it("takes a detached HEAD for something that could merge into what takes anything", () => {
    assert.deepEqual(baseOf(clone({ develop: "left" }), undefined, branches), { commit: "left" });
  });

  it("is the previous commit for a branch that merges into no other, and says so", () => {
    assert.deepEqual(baseOf(clone({}, "p"), "master", branches), {
      commit: "p",
      note: "Branch master merges into no other; compared with the previous commit.",
    });
  });

  it("is the previous commit where the target is not known in this clone, and says so", () => {
    assert.deepEqual(baseOf(clone({}, "p"), "feature/x", branches), {
      commit: "p",
      note: "Where branch feature/x left develop is not known in this clone; compared with the previous commit.",
    });
    assert.deepEqual(
      baseOf(clone({}, "p"), "staging", branches).note,
      "Where branch staging left master or main is not known in this clone; compared with the previous commit.",
    );
    assert.deepEqual(
      baseOf(clone({}, "p"), undefined, branches).note,
      "Where this commit left develop is not known in this clone; compared with the previous commit.",
    );
  });

  it("is nothing at the first commit, and says so", () => {
    assert.deepEqual(baseOf(clone({}), "feature/x", branches), {
      note: "Where branch feature/x left develop is not known in this clone, and there is no earlier commit; everything is shown as new.",
    });
  });

  it("is not known in a shallow clone of one commit, and says what to do", () => {
    assert.deepEqual(baseOf(clone({}, undefined, true), "feature/x", branches), {
      isUnknown: true,
      note: "Where branch feature/x left develop is not known in this clone, and no earlier commit is here: fetch more of it (`git fetch --unshallow`), or name a commit with --base.",
    });
    assert.deepEqual(baseOf(clone({}, "p", true), "master", branches).commit, "p");
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
    const repository = clone({ main: "1", "*": "2" }, "p");
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

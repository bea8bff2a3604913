import assert from "node:assert/strict";
import { branches } from "../../branches";
import { otherTree, otherTreeOfKept } from "../../cli/other-tree";
import { subjectOf, type SubjectOptions } from "../../cli/subject";

/** What is said for these options where HEAD is attached to a branch. */
const said = (options: SubjectOptions, attached: string | undefined, say = otherTree) =>
  say(subjectOf(options, branches, attached, true), attached, branches);

describe("otherTree", () => {
  it("says whose tree it is and whose stack", () => {
    assert.equal(
      said({ stack: "dev" }, "feature/x"),
      "This is the working tree of feature/x; stack dev belongs to develop.",
    );
    assert.equal(
      said({ stack: "prod" }, "feature/x"),
      "This is the working tree of feature/x; stack prod belongs to master or main.",
    );
    assert.equal(
      said({ branch: "main" }, "feature/x"),
      "This is the working tree of feature/x; stack prod belongs to main.",
    );
    assert.equal(
      said({ branch: "fix-cart" }, "main"),
      "This is the working tree of main; stack pr-fix-cart belongs to fix-cart.",
    );
    assert.equal(
      said({ stack: "pr-fix-cart" }, "main"),
      "This is the working tree of main; stack pr-fix-cart belongs to another branch.",
    );
  });

  it("says nothing where the stack is the branch's, also one of several", () => {
    for (const [options, attached] of [
      [{}, "fix-cart"],
      [{ stack: "pr-fix-cart" }, "fix-cart"],
      [{ branch: "fix-cart" }, "fix-cart"],
      [{ stack: "prod" }, "main"],
      [{ stack: "prod" }, "master"],
      [{ branch: "main" }, "master"],
    ] as const)
      assert.equal(said(options, attached), undefined, JSON.stringify(options));
  });

  it("says nothing of stacks that are no branch's, or a laptop's", () => {
    for (const options of [
      { stack: "platform" },
      { stack: "state" },
      { stack: "local-develop" },
      { local: true },
      { branch: "develop", local: true },
    ])
      assert.equal(said(options, "fix-cart"), undefined, JSON.stringify(options));
  });

  it("says nothing on a detached HEAD: that it differs is not known", () => {
    assert.equal(said({ stack: "prod" }, undefined), undefined);
  });
});

describe("otherTreeOfKept", () => {
  it("says the same of stacks that are kept or protected, and nothing of others", () => {
    for (const stack of ["dev", "staging", "prod"]) {
      assert.ok(said({ stack }, "fix-cart", otherTreeOfKept));
      assert.equal(said({ stack }, "fix-cart", otherTreeOfKept), said({ stack }, "fix-cart"));
    }
    assert.equal(said({ stack: "pr-fix-cart" }, "main", otherTreeOfKept), undefined);
    assert.equal(said({ stack: "local-develop" }, "main", otherTreeOfKept), undefined);
  });
});

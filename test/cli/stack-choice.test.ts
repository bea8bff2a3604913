import assert from "node:assert/strict";
import { branches } from "../../branches";
import {
  choose,
  chooseToChange,
  otherTree,
  otherTreeOfKept,
  type SubjectOptions,
} from "../../cli/stack-choice";
import { UserError } from "../../cli/terminal";
import { explainUnknownStack } from "../../naming/environment";
import { rules, dev, main, rest } from "../naming/shop";
import type { BranchMap } from "../../naming/branch-map";

describe("choose", () => {
  it("is the branch that is checked out", () => {
    assert.deepEqual(choose({}, branches, "develop", true), { branch: "develop", stack: "dev" });
    assert.deepEqual(choose({}, branches, "main", true), { branch: "main", stack: "prod" });
  });

  it("is the branch that is named, also one that isn't there", () => {
    assert.deepEqual(choose({ branch: "no/such" }, branches, "develop", true), {
      branch: "no/such",
      stack: choose({ branch: "no/such" }, branches, undefined, false).stack,
    });
  });

  it("is the stack that is named, without a branch", () => {
    for (const stack of ["dev", "prod", "platform", "pr-x"])
      assert.deepEqual(choose({ stack }, branches, "develop", true), { stack });
  });

  it("is the branch's laptop stack where that is asked for", () => {
    assert.deepEqual(choose({ local: true }, branches, "develop", true), {
      branch: "develop",
      stack: "local-develop",
    });
  });

  it("stands in with the branch that most meet in on a detached HEAD, and says so", () => {
    assert.deepEqual(choose({}, branches, undefined, true), {
      stack: "dev",
      note: "HEAD is detached, so this is about branch develop; --branch names another.",
    });
  });

  it("stands in with that branch in a folder without git, and says so", () => {
    assert.deepEqual(choose({ local: true }, branches, undefined, false), {
      stack: "local-develop",
      note: "This folder is not a git checkout, so this is about branch develop; --branch names another.",
    });
  });

  it("stands in with main where no branch takes merges from anything", () => {
    const trunk = { ...main, branch: "trunk", acceptsMergesFrom: "nothing" };
    const map = rules(trunk, { ...dev, acceptsMergesFrom: "nothing" }, rest) as BranchMap;
    assert.match(choose({}, map, undefined, true).note ?? "", /about branch main;/);
  });

  it("refuses a stack beside a branch or --local", () => {
    for (const options of [{ branch: "x" }, { local: true }, { branch: "x", local: true }])
      assert.throws(() => choose({ stack: "dev", ...options }, branches, "develop", true), {
        message: "--stack names the stack already: leave out --branch and --local.",
      });
  });

  it("refuses a stack that the map doesn't know", () => {
    assert.throws(
      () => choose({ stack: "nowhere" }, branches, "develop", true),
      (error) => error instanceof UserError && error.message === explainUnknownStack("nowhere", branches),
    );
  });

  it("refuses a name that is empty, as a variable is that a CI did not set", () => {
    for (const [option, value] of [
      ["branch", ""],
      ["branch", "  "],
      ["stack", ""],
    ] as const)
      assert.throws(
        () => choose({ [option]: value }, branches, "develop", true),
        (error) =>
          error instanceof UserError &&
          error.message === `--${option} is empty: give it a name; if it comes from a variable, set that.`,
      );
  });
});

describe("chooseToChange", () => {
  it("is what choose says where a branch is known, or a stack or branch is named", () => {
    for (const [options, current] of [
      [{}, "develop"],
      [{ stack: "prod" }, undefined],
      [{ branch: "x" }, undefined],
      [{ local: true }, "develop"],
    ] as const)
      assert.deepEqual(
        chooseToChange(options, branches, current, true),
        choose(options, branches, current, true),
      );
  });

  it("lets a branch stand in only for its laptop stack", () => {
    assert.equal(chooseToChange({ local: true }, branches, undefined, false).stack, "local-develop");
    for (const [isCheckout, why] of [
      [true, "HEAD is detached"],
      [false, "This folder is not a git checkout"],
    ] as const)
      assert.throws(
        () => chooseToChange({}, branches, undefined, isCheckout),
        (error) =>
          error instanceof UserError &&
          error.message ===
            `${why}, so it is not known which stack to change: name it with --branch, --stack or --local.`,
      );
  });
});

/** The message for these options where HEAD is attached to a branch. */
const said = (options: SubjectOptions, attached: string | undefined, say = otherTree) =>
  say(choose(options, branches, attached, true), attached, branches);

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

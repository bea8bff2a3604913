import assert from "node:assert/strict";
import { branches } from "../../branches";
import { subjectOf, subjectToChange } from "../../cli/subject";
import { UserError } from "../../cli/user-error";
import { explainUnknownStack } from "../../naming/environment";
import { rules, dev, main, rest } from "../naming/shop";
import type { BranchMap } from "../../naming/branch-map";

describe("subjectOf", () => {
  it("is the branch that is checked out", () => {
    assert.deepEqual(subjectOf({}, branches, "develop", true), { branch: "develop", stack: "dev" });
    assert.deepEqual(subjectOf({}, branches, "main", true), { branch: "main", stack: "prod" });
  });

  it("is the branch that is named, also one that isn't there", () => {
    assert.deepEqual(subjectOf({ branch: "no/such" }, branches, "develop", true), {
      branch: "no/such",
      stack: subjectOf({ branch: "no/such" }, branches, undefined, false).stack,
    });
  });

  it("is the stack that is named, without a branch", () => {
    for (const stack of ["dev", "prod", "platform", "pr-x"])
      assert.deepEqual(subjectOf({ stack }, branches, "develop", true), { stack });
  });

  it("is the branch's laptop stack where that is asked for", () => {
    assert.deepEqual(subjectOf({ local: true }, branches, "develop", true), {
      branch: "develop",
      stack: "local-develop",
    });
  });

  it("stands in with the branch that most meet in on a detached HEAD, and says so", () => {
    assert.deepEqual(subjectOf({}, branches, undefined, true), {
      stack: "dev",
      note: "HEAD is detached, so this is about branch develop; --branch names another.",
    });
  });

  it("stands in with that branch in a folder without git, and says so", () => {
    assert.deepEqual(subjectOf({ local: true }, branches, undefined, false), {
      stack: "local-develop",
      note: "This folder is not a git checkout, so this is about branch develop; --branch names another.",
    });
  });

  it("stands in with main where no branch takes merges from anything", () => {
    const trunk = { ...main, branch: "trunk", acceptsMergesFrom: "nothing" };
    const map = rules(trunk, { ...dev, acceptsMergesFrom: "nothing" }, rest) as BranchMap;
    assert.match(subjectOf({}, map, undefined, true).note ?? "", /about branch main;/);
  });

  it("refuses a stack beside a branch or --local", () => {
    for (const options of [{ branch: "x" }, { local: true }, { branch: "x", local: true }])
      assert.throws(() => subjectOf({ stack: "dev", ...options }, branches, "develop", true), {
        message: "--stack names the stack already: leave out --branch and --local.",
      });
  });

  it("refuses a stack that the map doesn't know", () => {
    assert.throws(
      () => subjectOf({ stack: "nowhere" }, branches, "develop", true),
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
        () => subjectOf({ [option]: value }, branches, "develop", true),
        (error) =>
          error instanceof UserError &&
          error.message === `--${option} is empty: give it a name; if it comes from a variable, set that.`,
      );
  });
});

describe("subjectToChange", () => {
  it("is what subjectOf says where a branch is known, or a stack or branch is named", () => {
    for (const [options, current] of [
      [{}, "develop"],
      [{ stack: "prod" }, undefined],
      [{ branch: "x" }, undefined],
      [{ local: true }, "develop"],
    ] as const)
      assert.deepEqual(
        subjectToChange(options, branches, current, true),
        subjectOf(options, branches, current, true),
      );
  });

  it("lets a branch stand in only for its laptop stack", () => {
    assert.equal(subjectToChange({ local: true }, branches, undefined, false).stack, "local-develop");
    for (const [isCheckout, why] of [
      [true, "HEAD is detached"],
      [false, "This folder is not a git checkout"],
    ] as const)
      assert.throws(
        () => subjectToChange({}, branches, undefined, isCheckout),
        (error) =>
          error instanceof UserError &&
          error.message ===
            `${why}, so nothing tells which stack to change: name it with --branch, --stack or --local.`,
      );
  });
});

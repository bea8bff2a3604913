import assert from "node:assert/strict";
import { branches } from "../../branches";
import {
  type CheckedOut,
  choose,
  chooseToChange,
  halfway,
  otherTree,
  otherTreeOfKept,
  type SubjectOptions,
  wayOut,
} from "../../cli/stack-choice";
import { UserError } from "../../cli/terminal";
import { explainUnknownStack } from "../../naming/environment";
import type { Stopped } from "../../git/checkout";
import { rules, dev, main, rest } from "../naming/shop";
import type { BranchMap } from "../../naming/branch-map";

/** A checkout whose HEAD is attached to a branch, or detached. */
const at = (branch: string | undefined): CheckedOut => ({
  attachedBranch: branch,
  stopped: undefined,
  currentBranch: () => branch,
});

describe("choose", () => {
  it("is the branch that is checked out", () => {
    assert.deepEqual(choose({}, branches, at("develop")), { branch: "develop", stack: "dev" });
    assert.deepEqual(choose({}, branches, at("main")), { branch: "main", stack: "prod" });
  });

  it("is the branch that is named, also one that isn't there", () => {
    assert.deepEqual(choose({ branch: "no/such" }, branches, at("develop")), {
      branch: "no/such",
      stack: choose({ branch: "no/such" }, branches, undefined).stack,
    });
  });

  it("is the stack that is named, without a branch", () => {
    for (const stack of ["dev", "prod", "platform", "pr-x"])
      assert.deepEqual(choose({ stack }, branches, at("develop")), { stack });
  });

  it("is the branch's laptop stack where that is asked for", () => {
    assert.deepEqual(choose({ local: true }, branches, at("develop")), {
      branch: "develop",
      stack: "local-develop",
    });
  });

  it("stands in with the branch that most meet in on a detached HEAD, and says so", () => {
    assert.deepEqual(choose({}, branches, at(undefined)), {
      stack: "dev",
      note: "HEAD is detached, so this is about branch develop; --branch names another.",
    });
  });

  it("stands in with that branch in a folder without git, and says so", () => {
    assert.deepEqual(choose({ local: true }, branches, undefined), {
      stack: "local-develop",
      note: "This folder is not a git checkout, so this is about branch develop; --branch names another.",
    });
  });

  it("stands in with main where no branch takes merges from anything", () => {
    const trunk = { ...main, branch: "trunk", acceptsMergesFrom: "nothing" };
    const map = rules(trunk, { ...dev, acceptsMergesFrom: "nothing" }, rest) as BranchMap;
    assert.match(choose({}, map, at(undefined)).note ?? "", /about branch main;/);
  });

  it("refuses a stack beside a branch or --local", () => {
    for (const options of [{ branch: "x" }, { local: true }, { branch: "x", local: true }])
      assert.throws(() => choose({ stack: "dev", ...options }, branches, at("develop")), {
        message: "--stack names the stack already: leave out --branch and --local.",
      });
  });

  it("refuses a stack that the map doesn't know", () => {
    assert.throws(
      () => choose({ stack: "nowhere" }, branches, at("develop")),
      (error) => error instanceof UserError && error.message === explainUnknownStack("nowhere", branches),
    );
  });

  it("takes a full ref for the branch that it is, and refuses other refs", () => {
    for (const [ref, branch, stack] of [
      ["refs/heads/main", "main", "prod"],
      ["refs/heads/develop", "develop", "dev"],
      ["refs/heads/x", "x", "pr-x"],
    ] as const)
      assert.deepEqual(choose({ branch: ref }, branches, undefined), { branch, stack });
    for (const ref of [
      "HEAD",
      "refs/heads/",
      "refs/heads/HEAD",
      "refs/tags/main",
      "refs/pull/5/merge",
      "refs/remotes/origin/main",
    ])
      assert.throws(
        () => choose({ branch: ref }, branches, undefined),
        (error) =>
          error instanceof UserError &&
          error.message === `${ref} is no branch: name one, such as develop or refs/heads/develop.`,
      );
  });

  it("refuses a name that is empty, as a variable is that a CI did not set", () => {
    for (const [option, value] of [
      ["branch", ""],
      ["branch", "  "],
      ["stack", ""],
    ] as const)
      assert.throws(
        () => choose({ [option]: value }, branches, at("develop")),
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
        chooseToChange(options, branches, at(current), false),
        choose(options, branches, at(current)),
      );
  });

  it("lets a branch stand in only for its laptop stack", () => {
    assert.equal(chooseToChange({ local: true }, branches, undefined, false).stack, "local-develop");
    refuses(
      {},
      at(undefined),
      "HEAD is detached, so it is not known which stack to change: name it with --branch, --stack or --local.",
    );
    refuses(
      {},
      undefined,
      "This folder is not a git checkout, so it is not known which stack to change: name it with --branch, --stack or --local.",
    );
  });

  it("takes a detached HEAD for a kept branch only in CI, which checks branches out like that", () => {
    for (const [branch, stack] of [
      ["main", "prod"],
      ["master", "prod"],
      ["staging", "staging"],
      ["develop", "dev"],
    ] as const) {
      const checkedOut = { ...at(branch), attachedBranch: undefined };
      assert.deepEqual(chooseToChange({}, branches, checkedOut, true), { branch, stack });
      refuses(
        {},
        checkedOut,
        `HEAD is detached at the commit of branch ${branch}, so stack ${stack} may not be meant: check the branch out with \`git switch ${branch}\`, or name it with --branch.`,
      );
      assert.equal(
        chooseToChange({ local: true }, branches, checkedOut, false).stack,
        choose({ branch, local: true }, branches, undefined).stack,
      );
    }
    const feature = { ...at("feature"), attachedBranch: undefined };
    assert.equal(chooseToChange({}, branches, feature, false).branch, "feature");
  });

  it("takes no commit of something that has stopped halfway for a branch's, in CI neither, and says how to go on", () => {
    for (const stopped of ["rebase", "am", "cherry-pick", "revert"] as const)
      for (const inCI of [true, false])
        refuses(
          {},
          { ...at(undefined), stopped },
          `A \`git ${stopped}\` has stopped halfway here, so it is not known which stack to change. Finish it with \`git ${stopped} --continue\`, or take it back with \`git ${stopped} --abort\`.`,
          inCI,
        );
    refuses(
      {},
      { ...at(undefined), stopped: "bisect" },
      "A `git bisect` has stopped halfway here, so it is not known which stack to change. End it with `git bisect reset`.",
    );
  });

  it("gives the branch of a merge queue no environment, checked out or named", () => {
    const queued = "gh-readonly-queue/main/pr-12-0123abc";
    const checkedOut = { ...at(undefined), attachedBranch: queued };
    refuses(
      {},
      checkedOut,
      `Branch ${queued} is a merge queue's, so it is not known which stack to change: name it with --branch, --stack or --local.`,
      true,
    );
    assert.deepEqual(choose({}, branches, checkedOut), {
      stack: "dev",
      note: `Branch ${queued} is a merge queue's, so this is about branch develop; --branch names another.`,
    });
    for (const local of [true, false])
      assert.throws(() => choose({ branch: queued, local }, branches, undefined), {
        message: `Branch ${queued} is a merge queue's and gets no environment: name the branch that it merges into.`,
      });
  });
});

const refuses = (
  options: SubjectOptions,
  checkedOut: CheckedOut | undefined,
  message: string,
  inCI = false,
) =>
  assert.throws(
    () => chooseToChange(options, branches, checkedOut, inCI),
    (error) => error instanceof UserError && error.message === message,
  );

/** The message for these options where HEAD is attached to a branch. */
const said = (options: SubjectOptions, attached: string | undefined, say = otherTree) =>
  say(choose(options, branches, at(attached)), at(attached), branches);

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

describe("halfway", () => {
  const said = (stack: string, stopped: Stopped | undefined, hasConflicts = false) =>
    halfway({ stack }, { stopped, hasConflicts: () => hasConflicts });

  it("says what has stopped, whatever the stack, and how it goes on", () => {
    const merge = "A `git merge` has stopped halfway here, so this working tree is no commit's.";
    for (const stack of ["prod", "dev", "pr-x", "platform"]) assert.equal(said(stack, "merge"), merge);
    assert.equal(
      said("dev", "am"),
      "A `git am` has stopped halfway here, so this working tree is no commit's.",
    );
    assert.equal(
      wayOut("merge"),
      "Finish it with `git merge --continue`, or take it back with `git merge --abort`",
    );
  });

  it("says that conflicts are left, as by `git stash pop`", () => {
    assert.equal(
      said("dev", undefined, true),
      "Files here have both sides of a merge in them, so this working tree is no commit's.",
    );
    assert.equal(wayOut(undefined), "Resolve them and `git add` them");
  });

  it("says nothing otherwise, nor of a laptop's stack, where git isn't asked", () => {
    assert.equal(said("dev", undefined), undefined);
    assert.equal(halfway({ stack: "dev" }, undefined), undefined);
    const unasked = () => assert.fail("git was asked");
    assert.equal(halfway({ stack: "local-develop" }, { stopped: "merge", hasConflicts: unasked }), undefined);
  });
});

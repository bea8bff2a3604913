import assert from "node:assert/strict";
import fc from "fast-check";
import type { BranchMap, BranchRule } from "../../naming/branch-map";
import { commonBranch, matches, ruleFor } from "../../naming/match";

function rule(branch: string | string[], stack: string): BranchRule {
  return { branch, stack, namespace: stack, acceptsMergesFrom: "nothing", life: "kept" };
}

const glob = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 6 });
const branch = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 8 });

describe("ruleFor", () => {
  const map: BranchMap = {
    app: "shop",
    rules: [
      rule("*", "catch-all"),
      rule("release/*", "release"),
      rule(["release/1.0", "main"], "exact"),
      rule(["hotfix", "fix/*/now"], "mixed"),
    ],
  };

  it("prefers the exact name, then a pattern, then the catch-all, in whatever order they stand", () => {
    assert.equal(ruleFor("release/1.0", map).stack, "exact");
    assert.equal(ruleFor("main", map).stack, "exact");
    assert.equal(ruleFor("release/2.0", map).stack, "release");
    assert.equal(ruleFor("hotfix", map).stack, "mixed");
    assert.equal(ruleFor("fix/a/b/now", map).stack, "mixed");
    assert.equal(ruleFor("Main", map).stack, "catch-all");
    assert.equal(ruleFor("", map).stack, "catch-all");
  });

  it("says that the map was not checked when it has no catch-all", () => {
    assert.throws(
      () => ruleFor("x", { app: "shop", rules: [rule("main", "prod")] }),
      new Error("The branch map has no catch-all; check it with checkBranchMap."),
    );
  });
});

describe("matches", () => {
  it("agrees with a regular expression", () => {
    fc.assert(
      fc.property(glob, branch, (pattern, name) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
        assert.equal(matches(pattern, name), expression.test(name));
      }),
      { numRuns: 5000 },
    );
  });

  it("takes no long time for a pattern of many wildcards", () => {
    assert.equal(matches("*a".repeat(100) + "b", "a".repeat(5000)), false);
  });
});

describe("a branch that fits two patterns", () => {
  it("gives a branch that fits both as an example", () => {
    assert.equal(commonBranch("feature/*", "*/a"), "feature/a");
    assert.equal(commonBranch("feature/*", "feature/*"), "feature/x");
    assert.equal(commonBranch("release/*", "release/1.*"), "release/1.x");
    assert.equal(commonBranch("main", "m*"), "main");
  });

  it("finds none for patterns that exclude each other", () => {
    for (const [one, other] of [
      ["feature/*", "fix/*"],
      ["*/a", "*/b"],
      ["a*a", "a"],
      ["main", "master"],
      ["", "a"],
    ] as const) {
      assert.equal(commonBranch(one, other), undefined);
    }
  });

  it("is right: its example fits both, and where there is none no branch does", () => {
    fc.assert(
      fc.property(glob, glob, fc.array(branch), (one, other, names) => {
        const example = commonBranch(one, other);
        assert.equal(commonBranch(other, one) !== undefined, example !== undefined);
        if (example !== undefined) assert.ok(matches(one, example) && matches(other, example));
        else assert.ok(!names.some((name) => matches(one, name) && matches(other, name)));
      }),
      { numRuns: 5000 },
    );
  });

  it("takes no long time for the longest patterns a map may hold", () => {
    assert.equal(commonBranch("*a".repeat(127) + "b", "*a".repeat(127) + "c"), undefined);
  });
});

import assert from "node:assert/strict";
import { branches } from "../../branches";
import type { BranchMap } from "../../naming/branch-map";
import { namespacePattern } from "../../naming/namespace-pattern";

const mapOf = (app: string, ...namespaces: string[]): BranchMap => ({
  app,
  rules: namespaces.map((namespace) => ({
    branch: namespace.includes("<name>") ? "*" : "main",
    stack: namespace,
    namespace,
    acceptsMergesFrom: "nothing",
    life: "kept",
  })),
});

describe("namespacePattern", () => {
  it("matches every namespace of the project's own map", () => {
    assert.equal(namespacePattern(branches), "smallcase-*");
  });

  it("ends at a -, so that a product of a longer name is not matched as well", () => {
    assert.equal(namespacePattern(mapOf("shop", "shop-prod", "shop-pr-<name>")), "shop-*");
    assert.equal(namespacePattern(mapOf("shop", "shop-prod", "shop-<name>")), "shop-*");
  });

  it("refuses namespaces that begin differently, in a sentence", () => {
    assert.throws(() => namespacePattern(mapOf("shop", "production", "shop-<name>")), {
      message:
        "branches.ts gives namespaces that begin differently (production, shop-<name>, shop-local-<name>): on AWS one " +
        "pattern must match all of them, so let each begin with shop-.",
    });
  });
});

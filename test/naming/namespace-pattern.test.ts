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

  it("refuses to match a namespace of the platform's own, in a sentence", () => {
    assert.throws(() => namespacePattern(mapOf("turnout", "turnout-prod", "turnout-<name>")), {
      message:
        `branches.ts app is "turnout", but the environments' namespaces are then turnout-*, and turnout-platform is the ` +
        "platform's own; choose another name.",
    });
    assert.throws(() => namespacePattern(mapOf("aws-shop", "aws-shop-prod", "aws-<name>")), {
      message:
        `branches.ts rules[1].namespace is "aws-<name>", but the environments' namespaces are then aws-*, and ` +
        "aws-observability is the platform's own; let it begin with aws-shop-.",
    });
    assert.equal(namespacePattern(mapOf("aws-shop", "aws-shop-prod", "aws-shop-<name>")), "aws-shop-*");
  });
});

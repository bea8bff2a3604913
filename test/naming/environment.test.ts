import assert from "node:assert/strict";
import fc from "fast-check";
import { branches } from "../../branches";
import type { BranchMap } from "../../naming/branch-map";
import { environmentOf, explainUnknownStack, namespacePattern } from "../../naming/environment";
import { shortHash } from "../../naming/slug";
import { namesOf } from "../../naming/names";
import { checkedMap, crowded } from "./maps";

const hint =
  ": use one of prod, staging, dev, pr-<name>, local-<name>, where <name> is at most 36 of a-z, 0-9 and single - " +
  "(`npx turnout names BRANCH` prints a branch's stack), or add a rule to branches.ts.";

describe("environmentOf", () => {
  it("knows the stacks that the map gives to certain branches", () => {
    const prod = { stack: "prod", namespace: "smallcase-blue", life: "protected" };
    assert.deepEqual(environmentOf("prod", branches), prod);
    assert.equal(environmentOf("dev", branches)?.namespace, "smallcase-develop");
  });

  it("reads the slug out of a branch's stack", () => {
    assert.deepEqual(environmentOf("pr-fix-login", branches), {
      stack: "pr-fix-login",
      namespace: "smallcase-fix-login",
      life: { removeAfterDays: 14 },
      slug: "fix-login",
    });
  });

  it("gives a laptop stack a namespace of its own, also for a branch with a kept stack", () => {
    assert.deepEqual(environmentOf("local-develop", branches), {
      stack: "local-develop",
      namespace: "smallcase-local-develop",
      life: "kept",
      slug: "develop",
    });
  });

  it("refuses a stack that is none of the map's", () => {
    const unknown = [
      "",
      "platform",
      "production",
      "pr-",
      "pr-A",
      "pr-a--b",
      "pr-a-",
      "PR-a",
      "local-",
      "local-a/b",
    ];
    for (const stack of [...unknown, `pr-${"a".repeat(37)}`])
      assert.equal(environmentOf(stack, branches), undefined);
  });

  it("refuses a stack that would move into the namespace of another", () => {
    for (const stack of ["pr-blue", "pr-green", "pr-develop", "pr-local-x", "pr-local-develop"]) {
      assert.equal(environmentOf(stack, branches), undefined);
    }
  });

  it("never puts two stacks into one namespace", () => {
    const slugs = fc.stringMatching(/^(local-|branch-|main|next)?[ab]{1,3}(-[ab]{1,3}){0,3}$/);
    const stack = fc
      .tuple(fc.constantFrom("", "pr-", "rel-", "local-", "a", "b", "a-"), slugs)
      .map((each) => each.join(""));
    const map = fc.oneof(
      { weight: 3, arbitrary: checkedMap },
      fc.constant<BranchMap>(crowded),
      fc.constant(branches),
    );
    fc.assert(
      fc.property(map, fc.array(stack, { maxLength: 60 }), (map, typed) => {
        const fixed = map.rules.flatMap((rule) => [rule.stack, rule.stack.replace("<name>", "a")]);
        const stacks = [...new Set([...fixed, ...typed, ...typed.map((each) => `local-${each}`)])];
        const owners = new Map<string, string>();
        for (const name of stacks) {
          const namespace = environmentOf(name, map)?.namespace;
          if (namespace === undefined) continue;
          assert.equal(owners.get(namespace), undefined, `${namespace} of ${name} in ${JSON.stringify(map)}`);
          owners.set(namespace, name);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with the names of the branch whose stack it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(checkedMap, fc.constant(crowded)),
        fc.string(),
        fc.boolean(),
        (map, branch, local) => {
          const names = namesOf(branch, map, { local });
          assert.equal(environmentOf(names.stack, map)?.namespace, names.namespace);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("explainUnknownStack", () => {
  it("lists the stacks there are and the fix", () => {
    assert.equal(
      explainUnknownStack("production", branches),
      `Stack "production" is no stack of the map in branches.ts${hint}`,
    );
    assert.equal(
      explainUnknownStack("local-A", branches),
      `Stack "local-A" is no stack of the map in branches.ts${hint}`,
    );
  });

  it("says whose namespace the stack would take", () => {
    assert.equal(
      explainUnknownStack("pr-blue", branches),
      `Stack "pr-blue" cannot be used, because its namespace smallcase-blue belongs to the stack prod${hint}`,
    );
    assert.equal(
      explainUnknownStack("pr-local-x", branches),
      `Stack "pr-local-x" cannot be used, because its namespace smallcase-local-x belongs to the laptop stacks ` +
        `local-<name>${hint}`,
    );
  });

  it("says that a namespace is the platform's own", () => {
    const rules = [{ ...branches.rules[3]!, namespace: "<name>" }];
    const map = { app: "shop", rules };
    assert.equal(environmentOf("pr-turnout-platform", map), undefined);
    assert.match(
      explainUnknownStack("pr-turnout-platform", map),
      /^Stack "pr-turnout-platform" cannot be used, because its namespace turnout-platform belongs to the platform: /,
    );
    assert.equal(
      namesOf("turnout-platform", map).namespace,
      `turnout-platform-${shortHash("turnout-platform")}`,
    );
  });

  it("says that the platform's stack is no environment", () => {
    assert.equal(
      explainUnknownStack("platform", branches),
      `Stack "platform" holds the platform, not an environment${hint}`,
    );
  });
});

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
        `branches.ts: app is "turnout": must not let the environments' namespaces be turnout-*, for turnout-platform is the ` +
        "platform's own; choose another name.",
    });
    assert.throws(() => namespacePattern(mapOf("aws-shop", "aws-shop-prod", "aws-<name>")), {
      message:
        `branches.ts: rules[1].namespace is "aws-<name>": must not let the environments' namespaces be aws-*, for ` +
        "aws-observability is the platform's own; let it begin with aws-shop-.",
    });
    assert.equal(namespacePattern(mapOf("aws-shop", "aws-shop-prod", "aws-shop-<name>")), "aws-shop-*");
  });
});

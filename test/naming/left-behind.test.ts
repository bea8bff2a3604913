import assert from "node:assert/strict";
import { branches } from "../../branches";
import type { BranchMap, BranchRule } from "../../naming/branch-map";
import { formerStack, leftBehind } from "../../naming/left-behind";
import { dev, main, release, rest } from "./shop";

const map = (...rules: BranchRule[]): BranchMap => ({ app: "shop", rules });
const base = map(main, dev, rest);

describe("leftBehind", () => {
  it("is nothing where the map stays, or only adds to what nobody had", () => {
    assert.deepEqual(leftBehind(branches, branches), []);
    assert.deepEqual(
      leftBehind(base, map(rest, dev, { ...main, life: "kept", acceptsMergesFrom: "develop" })),
      [],
    );
    assert.deepEqual(leftBehind(base, map({ ...main, branch: ["main", "master"] }, dev, rest)), [
      "Stack pr-master has namespace shop-master, and this map gives it to no branch any more: if it is up, it stays until you run `npx turnout destroy --stack pr-master` in a checkout of the base.",
    ]);
  });

  it("names a stack whose namespace another stack gets, as one that is renamed", () => {
    const renamed =
      "Stack dev has namespace shop-dev, which this map gives to stack develop: run `pulumi stack rename develop --stack dev` before the first update, or two stacks own the same.";
    assert.deepEqual(leftBehind(base, map(main, { ...dev, stack: "develop" }, rest)), [renamed]);
    // With its branch, too.
    const trunk = { ...dev, branch: "trunk", stack: "develop" };
    assert.deepEqual(
      leftBehind(base, map(main, trunk, rest)).filter((one) => one.startsWith("Stack dev ")),
      [renamed],
    );
  });

  it("names a stack that is in the map no more, and the way it goes", () => {
    assert.deepEqual(leftBehind(base, map(main, rest)), [
      "Stack dev has namespace shop-dev, and this map gives it to no branch any more: if it is up, it stays until you run `npx turnout destroy --stack dev` in a checkout of the base.",
    ]);
    // The catch-all gives the branch another stack, but the very same namespace.
    const develop = { ...dev, namespace: "shop-develop" };
    assert.deepEqual(leftBehind(map(main, develop, rest), map(main, rest)), [
      "Stack dev has namespace shop-develop, which this map gives to stack pr-develop: run `pulumi stack rename pr-develop --stack dev` before the first update, or two stacks own the same.",
    ]);
  });

  it("names the stacks of a pattern, whether they go or get another name", () => {
    assert.deepEqual(leftBehind(base, map(main, dev, { ...rest, stack: "preview-<name>" })), [
      "Stacks pr-<name> of branches * have namespaces shop-<name>, which this map gives to stacks preview-<name>: run for each of them `pulumi stack rename preview-<name> --stack pr-<name>` before the first update, or two stacks own the same.",
    ]);
    assert.deepEqual(leftBehind(map(main, release, rest), map(main, rest)), [
      "Stacks rel-<name> of branches release/* have namespaces rel-<name>, and this map gives them to no branch any more: those that are up stay until you run for each of them `npx turnout destroy --stack rel-<name>` in a checkout of the base.",
    ]);
    assert.deepEqual(leftBehind(map(main, rest), map(main, release, rest)), [
      "Stacks pr-<name> of branches release/* have namespaces shop-<name>, and this map gives them to no branch any more: those that are up stay until you run for each of them `npx turnout destroy --stack pr-<name>` in a checkout of the base.",
    ]);
  });

  it("says nothing of a stack that loses one of several branches", () => {
    const two = map({ ...main, branch: ["main", "master"] }, dev, rest);
    assert.deepEqual(leftBehind(two, base), []);
  });

  it("says in which order two stacks go, where one gets the other's namespace", () => {
    const moved = map(
      main,
      { ...dev, namespace: "shop-next" },
      { ...dev, branch: "next", stack: "next" },
      rest,
    );
    assert.deepEqual(
      leftBehind(base, moved).filter((one) => one.startsWith("Stack dev ")),
      [
        "Stack dev has namespace shop-dev, which this map gives to stack next: update dev first, which moves to namespace shop-next, and next after it.",
      ],
    );
  });
});

describe("leftBehind, where stacks change places", () => {
  const staging = { ...dev, branch: "staging", stack: "staging", namespace: "shop-staging" };
  const before = map(main, staging, dev, rest);

  it("names both where two get each other's name", () => {
    const after = map(main, { ...staging, stack: "dev" }, { ...dev, stack: "staging" }, rest);
    assert.deepEqual(leftBehind(before, after), [
      "Stack dev has namespace shop-dev, which this map gives to stack staging, one that is there already: before the first update run `npx turnout destroy --stack dev` in a checkout of the base, or rename staging to a third name and dev to staging with `pulumi stack rename`.",
      "Stack staging has namespace shop-staging, which this map gives to stack dev, one that is there already: before the first update run `npx turnout destroy --stack staging` in a checkout of the base, or rename dev to a third name and staging to dev with `pulumi stack rename`.",
    ]);
  });

  it("asks for two steps where namespaces go round", () => {
    const { namespace } = dev;
    const after = map(main, { ...staging, namespace }, { ...dev, namespace: "shop-staging" }, rest);
    assert.deepEqual(leftBehind(before, after), [
      "Stack dev has namespace shop-dev, which this map gives to stack staging; as namespaces go round here, no order of updates does that. Give dev one that no stack has first, update it, then make this change.",
      "Stack staging has namespace shop-staging, which this map gives to stack dev; as namespaces go round here, no order of updates does that. Give staging one that no stack has first, update it, then make this change.",
    ]);
  });

  it("has an order where the last of them moves to a new one", () => {
    const after = map(
      main,
      { ...staging, namespace: "shop-new" },
      { ...dev, namespace: "shop-staging" },
      rest,
    );
    assert.deepEqual(leftBehind(before, after), [
      "Stack staging has namespace shop-staging, which this map gives to stack dev: update staging first, which moves to namespace shop-new, and dev after it.",
    ]);
  });

  it("names a stack that goes and leaves its namespace to one that stays", () => {
    const after = map(main, { ...dev, namespace: "shop-staging" }, rest);
    assert.deepEqual(leftBehind(before, after), [
      "Stack staging has namespace shop-staging, which this map gives to stack dev, one that is there already: before the first update run `npx turnout destroy --stack staging` in a checkout of the base, or rename dev to a third name and staging to dev with `pulumi stack rename`.",
    ]);
  });
});

describe("formerStack", () => {
  const renamed = map(main, { ...dev, stack: "develop" }, { ...rest, stack: "preview-<name>" });

  it("is the one that had the namespace, of certain branches or of a pattern", () => {
    assert.equal(formerStack("develop", base, renamed), "dev");
    assert.equal(formerStack("preview-x", base, renamed), "pr-x");
    assert.equal(formerStack("prod", base, renamed), "prod");
    // Its own rule takes a branch out of a pattern.
    const own = { ...dev, branch: "qa", stack: "qa", namespace: "shop-qa" };
    assert.equal(formerStack("qa", base, map(main, own, dev, rest)), "pr-qa");
  });

  it("is none where nobody had the namespace, or the map has no such stack", () => {
    const elsewhere = map(main, { ...dev, stack: "develop", namespace: "elsewhere" }, rest);
    assert.equal(formerStack("develop", base, elsewhere), undefined);
    assert.equal(formerStack("nowhere", base, renamed), undefined);
    assert.equal(formerStack("platform", base, renamed), undefined);
  });
});

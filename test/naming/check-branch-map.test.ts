import assert from "node:assert/strict";
import fc from "fast-check";
import { branches } from "../../branches";
import { checkBranchMap } from "../../naming/check-branch-map";
import { malformedBranches } from "./malformed-branches";
import { malformedLives } from "./malformed-lives";
import { malformedNamespaces } from "./malformed-namespaces";
import { malformedShapes } from "./malformed-shapes";
import { malformedStacks } from "./malformed-stacks";
import { crowded } from "./maps";
import { dev, main, release, rest, review, rules, shop } from "./shop";

const table = [
  ...malformedShapes,
  ...malformedBranches,
  ...malformedStacks,
  ...malformedNamespaces,
  ...malformedLives,
];

describe("checkBranchMap", () => {
  it("finds no fault with the map of this repository, whose stacks have their files", () => {
    const stackFiles = ["Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.staging.yaml", "Pulumi.dev.yaml"];
    assert.deepEqual(checkBranchMap(branches, { stackFiles }), []);
  });

  it("finds no fault with maps of other shapes", () => {
    assert.deepEqual(checkBranchMap(shop()), []);
    assert.deepEqual(checkBranchMap(rules(dev, release, review)), []);
    assert.deepEqual(checkBranchMap(crowded), []);
    assert.deepEqual(checkBranchMap(rules({ ...dev, acceptsMergesFrom: ["main", "*"] })), []);
    // An exact name next to a pattern that matches it, and a pattern beside its own catch-all, decide nothing wrong.
    assert.deepEqual(checkBranchMap(rules(release, { ...dev, branch: "release/1.0" })), []);
    assert.deepEqual(checkBranchMap(shop({ rules: [main, { ...rest, branch: ["*", "feature/*"] }] })), []);
    // A single stack in the place of a branch: the branch gets a hashed name instead.
    assert.deepEqual(checkBranchMap(rules({ ...dev, stack: "pr-dev", namespace: "shop-dev" })), []);
    assert.deepEqual(checkBranchMap(rules({ ...dev, life: { removeAfterDays: 365 } })), []);
    // The platform's namespaces begin so too, but no pattern of these matches them.
    for (const app of ["turnout-shop", "turnout-platform", "aws-shop", "turn"])
      assert.deepEqual(
        checkBranchMap({
          app,
          rules: [
            { ...main, namespace: `${app}-prod` },
            { ...rest, namespace: `${app}-<name>` },
          ],
        }),
        [],
      );
  });

  for (const [title, map, sentences] of table) {
    it(`refuses it when ${title}`, () => assert.deepEqual(checkBranchMap(map), sentences));
  }

  it("refuses more than fifty kinds of malformed maps, each with a sentence of path and fix", () => {
    assert.ok(table.length > 50);
    for (const sentence of table.flatMap(([, , sentences]) => sentences)) {
      assert.match(
        sentence,
        /^branches\.ts: (branches|app|rules|domain)\S* (is .+|is missing): must [^;]+; [^;]+\.$/,
      );
    }
    for (const [title, , sentences] of table) assert.notEqual(sentences.length, 0, title);
  });

  it("misses the file of a kept stack, and only of a kept one", () => {
    assert.deepEqual(checkBranchMap(rules(dev, release), { stackFiles: ["Pulumi.prod.yaml"] }), [
      `branches.ts: rules[1].stack is "dev": must have its settings in Pulumi.dev.yaml, as every kept stack, and there ` +
        "is no such file; create it, or correct the stack's name.",
    ]);
    const short = { ...dev, life: { removeAfterDays: 3 } };
    assert.deepEqual(checkBranchMap(rules(short), { stackFiles: ["Pulumi.prod.yaml"] }), []);
  });

  it("tells a list that goes round in circles like any other", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    assert.match(
      checkBranchMap(shop({ app: circle }))[0] ?? "",
      /^branches\.ts: app is a list: must be 1 to 20 of /,
    );
  });

  it("never throws, whatever stands in the map, and says one-line sentences", () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    const value = fc.oneof(
      anything,
      fc.constantFrom<unknown>(Symbol("s"), () => 1, "*", "pr-<name>", "<name>", [], {}),
    );
    const rule = fc.record(
      { branch: value, stack: value, namespace: value, acceptsMergesFrom: value, life: value },
      { requiredKeys: [] },
    );
    const map = fc.record({
      app: value,
      rules: fc.oneof(value, fc.array(fc.oneof(rule, value), { maxLength: 5 })),
    });
    fc.assert(
      fc.property(fc.oneof(anything, map), (each) => {
        for (const sentence of checkBranchMap(each))
          assert.match(sentence, /^branches\.ts: [^\n\r]+: must [^\n\r]+\.$/);
      }),
      { numRuns: 1000 },
    );
  });
});

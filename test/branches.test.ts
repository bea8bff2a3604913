import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { branches } from "../branches";
import { checkBranchMap } from "../naming/check-branch-map";
import { ruleFor } from "../naming/match";

describe("the map of this repository", () => {
  it("has no fault, and a settings file for every kept stack", () => {
    const stackFiles = readdirSync(join(__dirname, ".."));
    assert.deepEqual(checkBranchMap(branches, { stackFiles }), []);
  });

  it("gives each branch of the example its environment, and any other one for itself", () => {
    const rows = ["master", "main", "staging", "develop", "feature/x"].map((branch) => {
      const { stack, namespace, acceptsMergesFrom, life } = ruleFor(branch, branches);
      return [branch, stack, namespace, acceptsMergesFrom, life];
    });
    assert.deepEqual(rows, [
      ["master", "prod", "smallcase-blue", "staging", "protected"],
      ["main", "prod", "smallcase-blue", "staging", "protected"],
      ["staging", "staging", "smallcase-green", "develop", "kept"],
      ["develop", "dev", "smallcase-develop", "anything", "kept"],
      ["feature/x", "pr-<name>", "smallcase-<name>", "nothing", { removeAfterDays: 14 }],
    ]);
  });
});

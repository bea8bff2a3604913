import assert from "node:assert/strict";
import { branches } from "../../branches";
import { branchesTable, branchRows } from "../../cli/branches";
import type { BranchMap } from "../../naming/branch-map";

describe("branchRows", () => {
  it("follow the map's rules, then the branches' names", () => {
    const names = ["z", "a", "develop", "main", "staging", "B"];
    const order = branchRows(names, undefined, branches).map((row) => row.branch);
    assert.deepEqual(order, ["main", "staging", "develop", "B", "a", "z"]);
    assert.deepEqual(
      branchRows([...names].reverse(), undefined, branches),
      branchRows(names, undefined, branches),
    );
  });

  it("tell everything about a branch", () => {
    assert.deepEqual(
      branchRows(["main"], "main", branches, () => ({ domain: "example.org" })),
      [
        {
          branch: "main",
          current: true,
          stack: "prod",
          namespace: "smallcase-blue",
          host: "smallcase-blue.example.org",
          acceptsMergesFrom: "staging",
          life: "kept, protected",
        },
      ],
    );
  });

  it("hold the current branch once, also when git does not list it yet", () => {
    const current = (names: string[], branch?: string) =>
      branchRows(names, branch, branches).map((row) => [row.branch, row.current]);
    assert.deepEqual(current(["main"], "main"), [["main", true]]);
    assert.deepEqual(current([], "main"), [["main", true]]);
    assert.deepEqual(current(["main"]), [["main", false]]);
    assert.deepEqual(current([]), []);
  });

  it("say in words what is taken and how long an environment lives", () => {
    const rule = {
      namespace: "shop-<name>",
      acceptsMergesFrom: ["a", "b"],
      life: { removeAfterDays: 1 },
    } as const;
    const map: BranchMap = { app: "shop", rules: [{ branch: "*", stack: "pr-<name>", ...rule }] };
    const [row] = branchRows(["x"], undefined, map);
    assert.deepEqual([row?.acceptsMergesFrom, row?.life], ["a, b", "meant to go when closed or 1 day idle"]);
  });
});

describe("branchesTable", () => {
  it("lines the environments up and marks the current branch", () => {
    assert.equal(
      branchesTable(branchRows(["main", "develop", "fix-cart"], "develop", branches)),
      [
        "  branch    stack        namespace           host                          takes merges from  life",
        "  main      prod         smallcase-blue      smallcase-blue.localhost      staging            kept, protected",
        "* develop   dev          smallcase-develop   smallcase-develop.localhost   anything           kept",
        "  fix-cart  pr-fix-cart  smallcase-fix-cart  smallcase-fix-cart.localhost  nothing            meant to go when closed or 14 days idle",
        "",
      ].join("\n"),
    );
  });

  it("shows only its header when there is no branch", () => {
    assert.equal(branchesTable([]), "  branch  stack  namespace  host  takes merges from  life\n");
  });
});

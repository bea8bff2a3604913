import assert from "node:assert/strict";
import fc from "fast-check";
import { differences } from "../../diff/differences";
import type { Value } from "../../program/recording";
import { isUnder } from "../../kinds/kind";

describe("differences", () => {
  it("are the smallest values that differ, in order, each with its path as Pulumi writes it", () => {
    const before = { spec: { replicas: 1, ports: [{ name: "http" }] }, labels: { "a.b/c": "x", "1": "y" } };
    const after = { spec: { replicas: 2, ports: [{ name: "web" }] }, labels: { "a.b/c": "z", "1": "q" } };
    assert.deepEqual(differences(before, after), [
      { path: 'labels["1"]', before: "y", after: "q" },
      { path: 'labels["a.b/c"]', before: "x", after: "z" },
      { path: "spec.ports[0].name", before: "http", after: "web" },
      { path: "spec.replicas", before: 1, after: 2 },
    ]);
  });

  it("have a side that is missing where only one has the property", () => {
    assert.deepEqual(differences({ a: 1, list: [1] }, { b: { c: 2 }, list: [1, { d: 3 }] }), [
      { path: "a", before: 1, after: undefined },
      { path: "b", before: undefined, after: { c: 2 } },
      { path: "list[1]", before: undefined, after: { d: 3 } },
    ]);
  });

  it("tell null from nothing, a list from an object, and text from a number", () => {
    assert.equal(differences({ a: null }, {}).length, 1);
    assert.equal(differences({ a: [] }, { a: {} }).length, 1);
    assert.equal(differences({ a: "1" }, { a: 1 }).length, 1);
  });

  it("take a secret whole, also beside a value that isn't one", () => {
    assert.deepEqual(differences({ a: { hidden: "1" } }, { a: { hidden: "2" } }), [
      { path: "a", before: { hidden: "1" }, after: { hidden: "2" } },
    ]);
    assert.deepEqual(differences({ a: { b: 1 } }, { a: { hidden: "2" } }), [
      { path: "a", before: { b: 1 }, after: { hidden: "2" } },
    ]);
  });

  it("are none between equal values, and some between others", () => {
    const value = fc.jsonValue() as fc.Arbitrary<Value>;
    fc.assert(
      fc.property(value, value, (a, b) => {
        assert.deepEqual(differences(a, structuredClone(a)), []);
        let same = true;
        try {
          assert.deepEqual(a, b);
        } catch {
          same = false;
        }
        assert.equal(differences({ a }, { a: b }).length === 0, same);
      }),
    );
  });
});

describe("isUnder", () => {
  for (const [path, parent, expected] of [
    ["spec", "spec", true],
    ["spec.template.x", "spec.template", true],
    ["spec[0]", "spec", true],
    ['data["a.b"]', "data", true],
    ["specs", "spec", false],
    ["spec", "spec.template", false],
    ["spec.ports[3].name", "spec.ports[*].name", true],
    ["spec.ports[3].name", "spec.ports[0]", true],
    ["spec.ports[3].name", "spec.ports[*].port", false],
  ] as const)
    it(`says ${expected ? "yes" : "no"} of ${path} and ${parent}`, () => {
      assert.equal(isUnder(path, ["other", parent]), expected);
    });

  it("says no of no parents", () => {
    assert.equal(isUnder("spec", []), false);
  });
});

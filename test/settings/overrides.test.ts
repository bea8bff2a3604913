import assert from "node:assert/strict";
import fc from "fast-check";
import { merge } from "../../settings/overrides";

describe("merge", () => {
  it("lays one tree over the other, key by key to any depth", () => {
    assert.deepEqual(merge({ a: { b: 1, c: { d: 2 } }, e: 3 }, { a: { c: { d: 4, f: 5 } } }), {
      a: { b: 1, c: { d: 4, f: 5 } },
      e: 3,
    });
  });

  it("replaces lists whole", () => {
    assert.deepEqual(merge({ command: ["a", "b"] }, { command: ["c"] }), { command: ["c"] });
  });

  it("replaces a tree by a plain value and a plain value by a tree", () => {
    assert.deepEqual(merge({ a: { b: 1 }, c: 2 }, { a: null, c: { d: 3 } }), { a: null, c: { d: 3 } });
  });

  it("leaves what an explicit undefined stands over", () => {
    assert.deepEqual(merge({ a: 1 }, { a: undefined }), { a: 1 });
  });

  it("changes neither of the two", () => {
    const base = { a: { b: 1 } };
    const over = { a: { c: 2 } };
    merge(base, over);
    assert.deepEqual([base, over], [{ a: { b: 1 } }, { a: { c: 2 } }]);
  });

  it("takes __proto__ for a key like any other", () => {
    const merged = merge({ port: 1 }, JSON.parse('{"__proto__": {"replicas": 9}}')) as { replicas?: number };
    assert.equal(merged.replicas, undefined);
    assert.deepEqual(Object.keys(merged), ["port", "__proto__"]);
  });

  it("takes nothing from JavaScript's own objects", () => {
    assert.deepEqual(merge({}, { toString: undefined }), { toString: undefined });
    assert.deepEqual(merge({}, JSON.parse('{"constructor": {"name": "web"}}')), {
      constructor: { name: "web" },
    });
  });

  it("is the upper tree where both are one, and the lower one where the upper is empty", () => {
    const tree = fc.jsonValue();
    fc.assert(
      fc.property(tree, (value) => {
        assert.deepEqual(merge(value, value), value);
        assert.deepEqual(merge(value, undefined), value);
      }),
    );
  });
});

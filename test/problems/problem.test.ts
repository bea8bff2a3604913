import assert from "node:assert/strict";
import { at, written } from "../../problems/problem";

describe("at", () => {
  it("finds what stands at a path through objects and lists", () => {
    assert.equal(at({ a: [{ b: 1 }] }, ["a", 0, "b"]), 1);
    assert.equal(at("root", []), "root");
  });

  it("finds nothing where the way ends, nor what every object has", () => {
    for (const path of [["b"], ["a", "b", "c"], ["n", "x"], ["constructor"], ["t", "length"]])
      assert.equal(at({ a: 1, n: null, t: "text" }, path), undefined, path.join("."));
  });
});

describe("written", () => {
  it("writes a path as TypeScript and Pulumi take it", () => {
    assert.equal(written(["applications", 0, "env", "LOG_LEVEL"]), "applications[0].env.LOG_LEVEL");
    assert.equal(written(["overrides", "my-app"]), "overrides.my-app");
  });

  it("quotes a key that isn't one word, on one line and without spaces", () => {
    assert.equal(written(["env", "a.b"]), 'env["a.b"]');
    assert.equal(written(["env", ""]), 'env[""]');
    assert.equal(written(["env", 'a "b"\u2028']), 'env["a\\u{20}\\"b\\"\\u{2028}"]');
  });

  it("cuts a key that is longer than a line", () => {
    assert.equal(written(["env", "k".repeat(5000)]), `env["${"k".repeat(79)}…]`);
  });
});

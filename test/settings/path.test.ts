import assert from "node:assert/strict";
import { at, written } from "../../settings/path";

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
  it("writes a path as Pulumi takes it", () => {
    assert.equal(written(["applications", 0, "env", "LOG_LEVEL"]), "turnout:applications[0].env.LOG_LEVEL");
    assert.equal(written(["overrides", "my-app"]), "turnout:overrides.my-app");
  });

  it("quotes a key that isn't one word, on one line and without spaces", () => {
    assert.equal(written(["env", "a.b"]), 'turnout:env["a.b"]');
    assert.equal(written(["env", ""]), 'turnout:env[""]');
    assert.equal(written(["env", 'a "b"\u2028']), 'turnout:env["a\\u{20}\\"b\\"\\u{2028}"]');
  });

  it("cuts a key that is longer than a line", () => {
    assert.equal(written(["env", "k".repeat(5000)]), `turnout:env["${"k".repeat(79)}…]`);
  });
});

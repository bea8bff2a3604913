import assert from "node:assert/strict";
import fc from "fast-check";
import { commonText, nameIn, render } from "../../naming/template";

describe("a template", () => {
  it("puts the slug where <name> stands", () => {
    assert.equal(render("pr-<name>-x", "a"), "pr-a-x");
    assert.equal(render("pr-<name>", "$&"), "pr-$&");
    assert.equal(render("prod", "a"), "prod");
  });

  it("finds the slug again, and nothing in a text of another form", () => {
    assert.equal(nameIn("pr-<name>-x", "pr-a-x"), "a");
    for (const other of ["pr--x", "pr-x", "pr-a", "a-x", ""])
      assert.equal(nameIn("pr-<name>-x", other), undefined);
  });

  it("meets another where both can give one text", () => {
    assert.equal(commonText("pr-<name>", "pr-<name>"), "pr-x");
    assert.equal(commonText("shop-<name>", "shop-release-<name>"), "shop-release-x");
    assert.equal(commonText("<name>-a", "b-<name>"), "b-x-a");
    assert.equal(commonText("<name>", "pr-<name>-x"), "pr-x-x");
  });

  it("does not meet another that starts or ends differently, or that only a dash at the edge would bring to it", () => {
    assert.equal(commonText("pr-<name>", "rel-<name>"), undefined);
    assert.equal(commonText("<name>-a", "<name>-b"), undefined);
    assert.equal(commonText("shop<name>", "shop-<name>"), undefined);
  });

  it("misses no meeting: no two slugs give one text where none is found", () => {
    const part = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 3 });
    const template = fc.tuple(part, part).map(([prefix, suffix]) => `${prefix}<name>${suffix}`);
    const slugs = [
      "a",
      "b",
      "aa",
      "ab",
      "ba",
      "bb",
      "a-a",
      "a-b",
      "b-a",
      "b-b",
      "ab-a",
      "a-ba",
      "bb-ab",
      "ab-ba",
    ];
    const wellFormed = template.filter((each) => /^[a-z]+(-[a-z]+)*$/.test(render(each, "a")));
    fc.assert(
      fc.property(wellFormed, wellFormed, (one, other) => {
        const texts = new Set(slugs.map((slug) => render(one, slug)));
        const meet = slugs.some((slug) => texts.has(render(other, slug)));
        const example = commonText(one, other);
        if (meet) assert.notEqual(example, undefined);
        if (example !== undefined) assert.ok(nameIn(one, example) && nameIn(other, example));
      }),
      { numRuns: 2000 },
    );
  });
});

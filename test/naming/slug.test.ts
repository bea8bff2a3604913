import assert from "node:assert/strict";
import fc from "fast-check";
import { hashedSlug, isSlug, shortHash, slug } from "../../naming/slug";

// Any sequence of UTF-16 units, lone surrogates included: JavaScript strings are no better than that.
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 250 })
  .map((units) => String.fromCharCode(...units));
const nearlySlug = fc.string({ unit: fc.constantFrom(..."ab01-/._A"), maxLength: 60 });
const text = fc.oneof(anyText, nearlySlug, fc.string({ unit: "grapheme" }), fc.lorem());

describe("slug", () => {
  it("leaves a name alone that is a slug already", () => {
    for (const name of ["develop", "fix-login", "a", "7", "v2-rc1"]) assert.equal(slug(name, 36), name);
  });

  it("keeps the readable part and adds a hash when it has to change anything", () => {
    assert.equal(slug("feature/login", 36), "feature-login-df7c7aeb3560");
    assert.equal(slug("Crème_Brûlée!", 36), `creme-brulee-${shortHash("Crème_Brûlée!")}`);
    assert.equal(slug("ﬁx №5", 36), `fix-no5-${shortHash("ﬁx №5")}`);
    assert.equal(slug("--a//b__", 36), `a-b-${shortHash("--a//b__")}`);
  });

  it("ends in what sha256sum prints for the branch, so the hash can be looked up in a shell", () => {
    // printf %s feature/login | sha256sum
    assert.equal(shortHash("feature/login"), "df7c7aeb3560");
    // printf %s '日本' | sha256sum
    assert.equal(shortHash("日本"), "cf2abf0c5be3");
  });

  it("tells names apart that read the same", () => {
    const alike = [
      "feature/a",
      "feature-a",
      "feature_a",
      "Feature-a",
      "FEATURE-A",
      "feature-á",
      "feature--a",
      "feature-a/",
    ];
    assert.equal(new Set(alike.map((name) => slug(name, 36))).size, alike.length);
    const composed = ["caf\u00e9", "cafe\u0301"];
    assert.notEqual(slug(composed[0]!, 36), slug(composed[1]!, 36));
  });

  it("cuts 200 characters to the limit and does not end in two dashes", () => {
    const long = slug("a".repeat(22) + "/" + "b".repeat(177), 36);
    assert.equal(long, `${"a".repeat(22)}-${shortHash("a".repeat(22) + "/" + "b".repeat(177))}`);
    assert.equal(slug("a".repeat(200), 36).length, 36);
    assert.notEqual(slug("a".repeat(200), 36), slug("a".repeat(199), 36));
  });

  it("calls a name branch that has nothing readable", () => {
    for (const name of ["", "!!!", "日本", "--", "\u{1f600}"]) {
      assert.equal(slug(name, 36), `branch-${shortHash(name)}`);
    }
  });

  it("hashes a name that looks hashed, so nobody can take another's slug by typing it", () => {
    const hashed = slug("feature/login", 36);
    assert.notEqual(slug(hashed, 36), hashed);
    assert.equal(slug("abcdef012345", 36), "abcdef012345");
  });

  it("tells lone surrogates apart, which have no UTF-8 form", () => {
    const lone = ["\ud800", "\ud801", "\udc00", "\ufffd", "\ud800\ud800", "a\ud800", "a\udfff"];
    assert.equal(new Set(lone.map((name) => slug(name, 36))).size, lone.length);
  });

  it("gives any text a slug within the limit", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 63 }), (name, limit) => {
        for (const made of [slug(name, limit), hashedSlug(name, limit)]) {
          assert.match(made, /^[a-z0-9]+(-[a-z0-9]+)*$/);
          assert.ok(made.length <= limit);
          assert.ok(isSlug(made, limit));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("never gives two texts one slug, hashed or not", () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 2, maxLength: 30 }), (names) => {
        const slugs = names.flatMap((name) => [...new Set([slug(name, 24), hashedSlug(name, 24)])]);
        assert.equal(new Set(slugs).size, slugs.length);
      }),
      { numRuns: 500 },
    );
  });
});

import assert from "node:assert/strict";
import { notKnown } from "../../policy/inputs";
import { isLimitedByTag } from "../../policy/tag-condition";

const tag = "aws:ResourceTag/turnout:part-of";

describe("a condition on tags", () => {
  it("limits where the tag has to be there, or to have a value", () => {
    assert.ok(isLimitedByTag({ Null: { [tag]: "false" } }));
    assert.ok(isLimitedByTag({ Null: { [tag]: false } }));
    assert.ok(isLimitedByTag({ StringEquals: { [tag]: "shop" } }));
    assert.ok(isLimitedByTag({ StringLike: { "ec2:ResourceTag/turnout:part-of": ["shop-*"] } }));
    assert.ok(isLimitedByTag({ Null: { "aws:RequestTag/a": "false", "aws:ResourceTag/a": "true" } }));
  });

  it("does not limit where it may be missing, or may be anything", () => {
    assert.ok(!isLimitedByTag(undefined));
    assert.ok(!isLimitedByTag({}));
    assert.ok(!isLimitedByTag({ Null: { [tag]: "true" } }));
    assert.ok(!isLimitedByTag({ Null: { [tag]: ["true", "false"] } }));
    assert.ok(!isLimitedByTag({ StringLike: { [tag]: "*" } }));
    assert.ok(!isLimitedByTag({ StringNotEquals: { [tag]: "shop" } }));
    assert.ok(!isLimitedByTag({ StringEqualsIfExists: { [tag]: "shop" } }));
    assert.ok(!isLimitedByTag({ StringEquals: { "aws:RequestedRegion": "eu-central-1" } }));
  });

  it("is given the benefit of the doubt while it is not known", () => {
    assert.ok(isLimitedByTag(notKnown));
    assert.ok(isLimitedByTag({ StringEquals: { [tag]: notKnown } }));
  });
});

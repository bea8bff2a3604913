import assert from "node:assert/strict";
import { notKnown } from "../../policy/resource";
import { isLimitedByTag } from "../../policy/iam";

const tag = "aws:ResourceTag/turnout:part-of";
const limits = (condition: unknown, action = "ec2:TerminateInstances") => isLimitedByTag(condition, action);

describe("a condition on tags", () => {
  it("limits where the tag has to be there, or to have a value", () => {
    assert.ok(limits({ Null: { [tag]: "false" } }));
    assert.ok(limits({ Null: { [tag]: false } }));
    assert.ok(limits({ StringEquals: { [tag]: "shop" } }));
    assert.ok(limits({ StringLike: { "ec2:ResourceTag/turnout:part-of": ["shop-*"] } }));
    assert.ok(limits({ StringLike: { [tag]: "*-shop" } }));
    assert.ok(limits({ Null: { "aws:RequestTag/a": "true", "aws:ResourceTag/a": "false" } }));
  });

  it("does not limit where it may be missing, or may be anything", () => {
    assert.ok(!limits(undefined));
    assert.ok(!limits({}));
    assert.ok(!limits({ Null: { [tag]: "true" } }));
    assert.ok(!limits({ Null: { [tag]: ["true", "false"] } }));
    for (const any of ["*", "**", "?*", "*?*", ["shop", "?*"]])
      assert.ok(!limits({ StringLike: { [tag]: any } }), String(any));
    assert.ok(!limits({ StringNotEquals: { [tag]: "shop" } }));
    assert.ok(!limits({ StringEqualsIfExists: { [tag]: "shop" } }));
    assert.ok(!limits({ "ForAllValues:StringEquals": { [tag]: "shop" } }));
    assert.ok(!limits({ StringEquals: { "aws:RequestedRegion": "eu-central-1" } }));
  });

  it("on a tag of the request limits what makes something, not what changes what is there", () => {
    const condition = { StringEquals: { "aws:RequestTag/turnout:part-of": "shop" } };
    for (const action of [
      "ec2:CreateVpc",
      "ec2:RunInstances",
      "ec2:AllocateAddress",
      "kms:CreateKey",
      "acm:RequestCertificate",
      "elasticloadbalancing:createLoadBalancer",
    ])
      assert.ok(limits(condition, action), action);
    assert.ok(
      limits({ Null: { "aws:RequestTag/a": "false", "aws:ResourceTag/a": "true" } }, "kms:CreateKey"),
    );
    for (const action of [
      "ec2:TerminateInstances",
      "ec2:CreateTags",
      "autoscaling:CreateOrUpdateTags",
      "kms:TagResource",
      "elasticloadbalancing:AddTags",
      "ec2:Create*",
    ])
      assert.ok(!limits(condition, action), action);
  });

  it("is given the benefit of the doubt while it is not known", () => {
    assert.ok(limits(notKnown));
    assert.ok(limits({ StringEquals: notKnown }));
    assert.ok(limits({ StringEquals: { [tag]: notKnown } }));
  });
});

import assert from "node:assert/strict";
import { namesCallers } from "../../policy/document";
import { notKnown } from "../../policy/resource";

const on = (key: string, value: unknown, operator = "StringEquals") =>
  namesCallers({ [operator]: { [key]: value } });

describe("a condition on callers", () => {
  it("names them by an account, an organization, a VPC or an ARN", () => {
    assert.ok(on("aws:PrincipalOrgID", "o-1a2b3c4d5e"));
    assert.ok(on("AWS:sourceaccount", ["111122223333", "444455556666"], "stringequals"));
    assert.ok(on("aws:SourceVpce", "vpce-1a2b3c4d"));
    assert.ok(on("aws:SourceArn", "arn:aws:s3:::uploads", "ArnEquals"));
    assert.ok(on("s3:DataAccessPointAccount", "111122223333"));
    assert.ok(
      namesCallers({ Bool: { "aws:SecureTransport": "true" }, StringLike: { "aws:SourceVpc": "vpc-1" } }),
    );
  });

  it("may leave open what is in an account or an organization that it names", () => {
    assert.ok(on("aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/*", "ArnLike"));
    assert.ok(on("aws:PrincipalOrgPaths", "o-1a2b3c4d5e/r-ab12/*", "ForAnyValue:StringLike"));
  });

  it("names nobody by how a request comes, or by what anyone may give himself", () => {
    assert.ok(!namesCallers(undefined));
    assert.ok(!namesCallers({}));
    assert.ok(!on("aws:SecureTransport", "true", "Bool"));
    for (const range of ["0.0.0.0/0", "203.0.113.0/24"]) assert.ok(!on("aws:SourceIp", range, "IpAddress"));
    assert.ok(!on("aws:PrincipalTag/team", "shop"));
    assert.ok(!on("aws:Referer", "https://shop.example"));
    assert.ok(!on("sts:ExternalId", "shop"));
  });

  it("names nobody by a wildcard, by all but some, or by what may be missing", () => {
    for (const any of ["*", "o-*", "?*", "", ["o-1a2b3c4d5e", "*"], []])
      assert.ok(!on("aws:PrincipalOrgID", any, "StringLike"), String(any));
    assert.ok(!on("aws:PrincipalArn", "arn:aws:iam::*:role/deploy", "ArnLike"));
    assert.ok(!on("aws:SourceArn", "arn:aws:s3:::*", "ArnLike"));
    assert.ok(!on("aws:SourceAccount", "${aws:PrincipalAccount}"));
    assert.ok(!on("aws:PrincipalOrgID", "o-1a2b3c4d5e", "StringNotEquals"));
    assert.ok(!on("aws:PrincipalOrgID", "o-1a2b3c4d5e", "StringEqualsIfExists"));
    assert.ok(!on("aws:PrincipalOrgID", "o-1a2b3c4d5e", "ForAllValues:StringEquals"));
    assert.ok(!on("aws:PrincipalOrgID", "false", "Null"));
  });

  it("is given the benefit of the doubt while it is not known", () => {
    assert.ok(namesCallers(notKnown));
    assert.ok(namesCallers({ StringEquals: notKnown }));
    assert.ok(on("aws:SourceAccount", notKnown));
  });
});

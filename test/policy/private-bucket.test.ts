import assert from "node:assert/strict";
import { notKnown } from "../../policy/resource";
import { privateBucket } from "../../policy/access";
import { says } from "./say";

const policyType = "aws:s3/bucketPolicy:BucketPolicy";
const policy = (...statements: object[]) =>
  says(privateBucket, policyType, { policy: { Statement: statements } });
const everyone = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

describe("the rule of private buckets", () => {
  it("wants all four flags of the block, and takes them when they are known later", () => {
    const type = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
    const three = { blockPublicAcls: true, blockPublicPolicy: notKnown, ignorePublicAcls: true };
    assert.deepEqual(says(privateBucket, type, three), [
      "BucketPublicAccessBlock it restrictPublicBuckets is missing: " +
        "must be true, as all four must; set restrictPublicBuckets: true.",
    ]);
    assert.deepEqual(says(privateBucket, type, { ...three, restrictPublicBuckets: true }), []);
  });

  it("refuses canned ACLs that are open, also to everyone with an AWS account", () => {
    const acl = (value: unknown) => says(privateBucket, "aws:s3/bucketAcl:BucketAcl", { acl: value });
    for (const open of ["public-read", "public-read-write", "authenticated-read"])
      assert.deepEqual(acl(open), [
        `BucketAcl it acl is "${open}": must not be open to everyone; ` +
          "make it private and name who may read it in a bucket policy.",
      ]);
    assert.deepEqual([...acl("private"), ...acl("log-delivery-write"), ...acl(notKnown)], []);
  });

  it("refuses grants to everyone", () => {
    const uri = "http://acs.amazonaws.com/groups/global/AllUsers";
    const bucket = (grants: object[]) => says(privateBucket, "aws:s3/bucket:Bucket", { grants });
    assert.match(bucket([{ uri }]).join(), /^Bucket it grants\[0\]\.uri is "http/);
    assert.deepEqual(bucket([{ id: "someone" }]), []);
  });

  it("refuses policies that let everyone in, however that is written", () => {
    for (const Principal of ["*", { AWS: "*" }, { AWS: ["arn:aws:iam::111122223333:root", "*"] }])
      assert.equal(policy({ ...everyone, Principal }).length, 1, JSON.stringify(Principal));
    assert.equal(policy({ ...everyone, Condition: {} }).length, 1);
    const { Principal, ...rest } = everyone;
    assert.equal(policy({ ...rest, NotPrincipal: { AWS: Principal } }).length, 1);
    const small = { effect: "Allow", principal: "*", action: "s3:GetObject", resource: "*" };
    assert.equal(policy(small).length, 1);
    assert.equal(
      says(privateBucket, policyType, { policy: JSON.stringify({ Statement: everyone }) }).length,
      1,
    );
  });

  it("refuses everyone also on a condition that anyone can meet", () => {
    for (const Condition of [
      { Bool: { "aws:SecureTransport": "true" } },
      { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
      { StringLike: { "aws:PrincipalOrgID": "*" } },
    ])
      assert.deepEqual(policy({ ...everyone, Condition }), [
        'BucketPolicy it policy.Statement[0].Principal is "*": must not let everyone in; replace "*" by the ARNs ' +
          "that are meant, or add a condition that names an account, an organization or a VPC.",
      ]);
  });

  it("takes a Deny, a condition that names who calls, named principals, and what is not known", () => {
    assert.deepEqual(
      policy(
        { ...everyone, Effect: "Deny" },
        { ...everyone, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
        { ...everyone, Principal: { AWS: "arn:aws:iam::111122223333:root" } },
        {
          ...everyone,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:*" } },
        },
        { ...everyone, Condition: notKnown },
        { ...everyone, Principal: notKnown },
      ),
      [],
    );
    for (const unread of [notKnown, "(json of something)", undefined])
      assert.deepEqual(says(privateBucket, policyType, { policy: unread }), []);
  });
});

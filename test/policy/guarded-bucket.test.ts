import assert from "node:assert/strict";
import { type Inputs, notKnown, type Resource } from "../../policy/resource";
import { guardedBucket } from "../../policy/access";

function s3(kind: string, name: string, inputs: Inputs, of?: Resource): Resource {
  const type = `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
  const sources = of && { bucket: [of.urn] };
  return { urn: `urn:pulumi:test::turnout::${type}::${name}`, type, name, inputs, sources };
}

const guards = (bucket: unknown, of?: Resource) =>
  ["BucketPublicAccessBlock", "BucketServerSideEncryptionConfiguration"].map((kind) =>
    s3(kind, "a", { bucket }, of),
  );
const missing = (...resources: Resource[]) => guardedBucket(resources).map(({ path }) => path);

describe("the rule of guarded buckets", () => {
  it("takes a bucket whose guards take its name from it, before that is known", () => {
    const bucket = s3("Bucket", "a", {});
    assert.deepEqual(missing(bucket, ...guards(notKnown, bucket)), []);
  });

  it("takes a bucket whose guards have its name as text", () => {
    assert.deepEqual(missing(s3("Bucket", "a", { bucket: "state" }), ...guards("state")), []);
  });

  it("does not take another bucket's guards, nor those of a name that nobody knows", () => {
    const [one, other] = [s3("Bucket", "a", {}), s3("Bucket", "b", {})];
    const both = ["Bucket b public access block", "Bucket b encryption"];
    assert.deepEqual(missing(one, other, ...guards(notKnown, one)), both);
    assert.deepEqual(missing(s3("Bucket", "b", { bucket: notKnown }), ...guards(notKnown)), both);
    assert.deepEqual(missing(s3("BucketV2", "b", {}), ...guards(undefined)), [
      "BucketV2 b public access block",
      "BucketV2 b encryption",
    ]);
  });

  it("names the bucket's URN, for its guards have none yet", () => {
    const bucket = s3("Bucket", "a", {});
    assert.deepEqual(
      guardedBucket([bucket]).map(({ urn }) => urn),
      [bucket.urn, bucket.urn],
    );
  });
});

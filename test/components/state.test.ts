import assert from "node:assert/strict";
import { State, stateLocation } from "../../components/state";
import type { Declared, Recording } from "../../program/recording";
import { inside, the } from "./declared";
import { recorded } from "./platform/recorded";

const account = { account: "111122223333", region: "eu-central-1" };

describe("stateLocation", () => {
  it("is what Pulumi is told, from account and region alone", () => {
    assert.deepEqual(stateLocation(account), {
      bucket: "turnout-state-111122223333-eu-central-1",
      backendUrl: "s3://turnout-state-111122223333-eu-central-1?region=eu-central-1&awssdk=v2",
      secretsProvider: "awskms://alias/turnout-state?region=eu-central-1&awssdk=v2",
    });
  });

  it("is a name that S3 takes, also in the region with the longest name", () => {
    const { bucket } = stateLocation({ ...account, region: "ap-southeast-7" });
    assert.match(bucket, /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
  });
});

describe("State", () => {
  let recording: Recording;
  let made: State | undefined;
  before(async () => {
    recording = await recorded((options) => (made = new State("state", account, options)));
  });
  const state = (kind: string): Declared => the(recording, kind, "state");

  it("says where it is as the names say it", () => {
    const { bucket, backendUrl, secretsProvider } = stateLocation(account);
    assert.equal(state("Bucket").inputs.bucket, bucket);
    assert.deepEqual([made?.backendUrl, made?.secretsProvider], [backendUrl, secretsProvider]);
    const { name } = state("Alias").inputs as { name?: string };
    assert.equal(secretsProvider, `awskms://${name}?region=eu-central-1&awssdk=v2`);
  });

  it("keeps the versions of a state for 90 days, and no lock's", () => {
    assert.deepEqual(state("BucketVersioning").inputs.versioningConfiguration, { status: "Enabled" });
    const rule = inside(state("BucketLifecycleConfiguration"), "rules", 0) as Record<string, unknown>;
    assert.equal(rule.status, "Enabled");
    assert.deepEqual(rule.noncurrentVersionExpiration, { noncurrentDays: 90 });
    // What is current is somebody's stack.
    assert.deepEqual(rule.expiration, { expiredObjectDeleteMarker: true });
  });

  it("is open to nobody outside the account, and to nobody without TLS", () => {
    const { bucket, ...blocked } = state("BucketPublicAccessBlock").inputs;
    assert.equal(bucket, stateLocation(account).bucket);
    assert.deepEqual(blocked, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(state("BucketOwnershipControls").inputs.rule, {
      objectOwnership: "BucketOwnerEnforced",
    });
    const statement = inside(state("BucketPolicy"), "policy", "Statement", 0) as Record<string, unknown>;
    assert.deepEqual(
      [statement.Effect, statement.Principal, statement.Action, statement.Condition],
      ["Deny", "*", "s3:*", { Bool: { "aws:SecureTransport": "false" } }],
    );
    const arn = `arn:aws:s3:::${stateLocation(account).bucket}`;
    assert.deepEqual(statement.Resource, [arn, `${arn}/*`]);
  });

  it("encrypts with its own key, which is renewed", () => {
    const rule = inside(state("BucketServerSideEncryptionConfiguration"), "rules", 0) as Record<
      string,
      unknown
    >;
    assert.equal(
      (rule.applyServerSideEncryptionByDefault as Record<string, unknown>).sseAlgorithm,
      "aws:kms",
    );
    assert.equal(rule.bucketKeyEnabled, true);
    assert.equal(state("Key").inputs.enableKeyRotation, true);
    assert.equal(state("Alias").inputs.targetKeyId, "state");
  });

  it("protects what can't be made again", () => {
    for (const kind of ["Bucket", "BucketVersioning", "Key", "Alias"])
      assert.equal(state(kind).protect, true, kind);
  });
});

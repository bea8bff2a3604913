import { Alias, Key } from "@pulumi/aws/kms";
import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../naming/aws";
import { checkAccount } from "../program/access";
import type { RecordedState } from "../program/recorded-state";
import type { StateSettings } from "../settings/settings";
import { awsProvider, awsTags } from "./aws-provider";

/** Storage of the state of all other stacks, and the key of their secrets (docs/state.md). */
export function state({ aws }: StateSettings, recorded: RecordedState, app: string) {
  checkAccount(pulumi.getStack(), recorded.account, aws);
  const { account, region } = aws;
  const { backendUrl, secretsProvider } = new State(
    "state",
    { account, region },
    { provider: awsProvider(aws, awsTags(app, pulumi.getStack())) },
  );
  return { backendUrl, secretsProvider };
}

/** Pulumi's storage of the state of all other stacks: a bucket, and a key for it and for the secrets in it. */
export class State extends pulumi.ComponentResource {
  readonly backendUrl: string;
  readonly secretsProvider: string;

  constructor(name: string, account: Account, options: pulumi.ComponentResourceOptions) {
    super("turnout:state:State", name, {}, options);
    const { bucket: bucketName, backendUrl, secretsProvider } = stateLocation(account);
    // State and its key can't be created again with the same content.
    const kept = { parent: this, protect: true };

    const key = new Key(
      name,
      {
        description: "Encrypts Turnout's Pulumi state and the secrets in it",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        tags: { Name: "turnout-state" },
      },
      kept,
    );
    const alias = new Alias(name, { name: stateKeyAlias, targetKeyId: key.id }, kept);
    const bucket = new Bucket(name, { bucket: bucketName, tags: { Name: bucketName } }, kept);
    // To restore a state that somebody broke.
    const versioning = new BucketVersioning(
      name,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      kept,
    );
    new BucketGuards(name, { bucket, keyArn: key.arn }, { parent: this, dependsOn: [versioning, alias] });
    this.backendUrl = backendUrl;
    this.secretsProvider = secretsProvider;
    this.registerOutputs();
  }
}

export interface BucketGuardsArgs {
  /** Bucket with versioning already on, which the lifecycle rules need. */
  readonly bucket: Bucket;
  readonly keyArn: pulumi.Input<string>;
}

/** Settings that keep a bucket's content private, encrypted, and there for long enough. */
export class BucketGuards extends pulumi.ComponentResource {
  constructor(name: string, { bucket, keyArn }: BucketGuardsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:state:BucketGuards", name, {}, options);
    const of = { bucket: bucket.bucket };
    const owned = { parent: this };

    const privacy = new BucketPublicAccessBlock(
      name,
      {
        ...of,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      owned,
    );
    // S3 refuses concurrent changes of a bucket's access settings (OperationAborted), so these wait for each other.
    const ownership = new BucketOwnershipControls(
      name,
      { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this, dependsOn: privacy },
    );
    new BucketPolicy(
      name,
      { ...of, policy: bucket.bucket.apply(tlsOnly) },
      { parent: this, dependsOn: ownership },
    );
    new BucketServerSideEncryptionConfiguration(
      name,
      {
        ...of,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
            // One call to KMS for many objects: an update writes hundreds.
            bucketKeyEnabled: true,
          },
        ],
      },
      owned,
    );
    new BucketLifecycleConfiguration(name, { ...of, rules: [noncurrent] }, owned);
    this.registerOutputs();
  }
}

/** Every lock is an object that is made and deleted, so without it the bucket fills with old versions of locks. */
const noncurrent = {
  id: "noncurrent",
  status: "Enabled",
  filter: { prefix: "" },
  noncurrentVersionExpiration: { noncurrentDays: 90 },
  expiration: { expiredObjectDeleteMarker: true },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
};

function tlsOnly(bucket: string) {
  const arn = `arn:aws:s3:::${bucket}`;
  return {
    Version: "2012-10-17" as const,
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny" as const,
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}

/** Location of the state of all stacks, and the key of their secrets, as arguments of Pulumi. */
export interface StateLocation {
  readonly bucket: string;
  /** For `pulumi login`. */
  readonly backendUrl: string;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: string;
}

export const stateKeyAlias = "alias/turnout-state";

/**
 * Follows from account and region alone, so that CI can log in without asking AWS. With the account in it a bucket's
 * name, which must be unique in all of AWS, is very likely free; at most 63 characters.
 */
export function stateLocation({ account, region }: Account): StateLocation {
  const bucket = `turnout-state-${account}-${region}`;
  return {
    bucket,
    // awssdk=v2: engines before 3.245 read AWS profiles with single sign-on by that version of the SDK only.
    backendUrl: `s3://${bucket}?region=${region}&awssdk=v2`,
    secretsProvider: `awskms://${stateKeyAlias}?region=${region}&awssdk=v2`,
  };
}

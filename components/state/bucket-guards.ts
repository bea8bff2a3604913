import {
  BucketLifecycleConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  type Bucket,
} from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";

export interface BucketGuardsArgs {
  /** With versioning already on, for which the lifecycle is. */
  readonly bucket: Bucket;
  readonly keyArn: pulumi.Input<string>;
}

/** What keeps a bucket's content private, encrypted, and there for long enough. */
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
    // S3 refuses two changes at once to who may reach a bucket (OperationAborted), so these wait for each other.
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

/** Every lock is an object that is made and deleted, so without it the bucket fills with versions of nothing. */
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

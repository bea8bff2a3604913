import { Repository } from "@pulumi/aws/ecr/repository";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Provider } from "@pulumi/aws/provider";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { Resource } from "../../policy/resource";
import { broken, declaredBy, find, resourcesOf, verdict } from "./recorded";

/** A bucket, a registry, a database and a role, as they should be. */
function good(): void {
  const provider = new Provider("aws", {
    region: "eu-central-1",
    defaultTags: { tags: { "turnout:part-of": "shop" } },
  });
  const own = { provider };
  const bucket = new Bucket("state", {}, own).id;
  new BucketPublicAccessBlock(
    "state",
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    own,
  );
  const byKms = { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } };
  new BucketServerSideEncryptionConfiguration("state", { bucket, rules: [byKms] }, own);
  const tlsOnly = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
  new BucketPolicy("state", { bucket, policy: JSON.stringify(tlsOnly) }, own);
  const repository = new Repository("web", { encryptionConfigurations: [{ encryptionType: "KMS" }] }, own);
  const role = new Role("deploy", { assumeRolePolicy: "{}" }, own);
  // As programs write it: the policy is an output, for it holds another's ARN.
  const policy = pulumi.jsonStringify({
    Statement: [
      { Effect: "Allow", Action: ["ecr:PutImage"], Resource: [repository.arn] },
      { Effect: "Allow", Action: ["ecr:GetAuthorizationToken", "ec2:Describe*"], Resource: "*" },
    ],
  });
  new RolePolicy("deploy", { role: role.name, policy }, own);
}

describe("the policies over AWS resources as the SDK declares them", () => {
  let resources: readonly Resource[];
  /** Sentences of the rules when one value is changed. */
  let say: (
    kind: string,
    name: string,
    path: readonly (string | number)[],
    value: unknown,
  ) => readonly string[];

  before(async () => {
    resources = resourcesOf(await declaredBy(good));
    say = (kind, name, path, value) => verdict(broken(resources, find(resources, kind, name), path, value));
  });

  it("find nothing where all is as it should be", () => {
    assert.equal(resources.length, 8);
    assert.deepEqual(verdict(resources), []);
  });

  it("find a hole in the public access block, and a bucket without one", () => {
    assert.deepEqual(say("BucketPublicAccessBlock", "state", ["ignorePublicAcls"], false), [
      "private-bucket: BucketPublicAccessBlock state ignorePublicAcls is false: " +
        "must be true, as all four must; set ignorePublicAcls: true.",
    ]);
    const block = find(resources, "BucketPublicAccessBlock", "state");
    assert.deepEqual(verdict(resources.filter((one) => one !== block)), [
      "guarded-bucket: Bucket state public access block is missing: must exist for the bucket; " +
        "add a BucketPublicAccessBlock of it, with all four set.",
    ]);
  });

  it("find a bucket that does not say how it is encrypted", () => {
    const encryption = find(resources, "BucketServerSideEncryptionConfiguration", "state");
    assert.deepEqual(verdict(resources.filter((one) => one !== encryption)), [
      "guarded-bucket: Bucket state encryption is missing: must exist for the bucket; " +
        "add a BucketServerSideEncryptionConfiguration of it, with a KMS key.",
    ]);
  });

  it("find policies of buckets that let everyone in", () => {
    const open = { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }] };
    assert.deepEqual(say("BucketPolicy", "state", ["policy"], JSON.stringify(open)), [
      'private-bucket: BucketPolicy state policy.Statement[0].Principal is "*": must not let everyone in; ' +
        'replace "*" by the ARNs that are meant, or add a condition that names an account, an organization or a VPC.',
    ]);
  });

  it("find what is not encrypted", () => {
    assert.deepEqual(say("Repository", "web", ["encryptionConfigurations"], undefined), [
      "encrypted: Repository web encryptionConfigurations[0].encryptionType is missing: must be KMS, and can't be " +
        'changed later; set encryptionConfigurations: [{ encryptionType: "KMS", kmsKey }].',
    ]);
  });

  it("find rights to everything", () => {
    const all = { Statement: { Effect: "Allow", Action: "ecr:*", Resource: "*" } };
    assert.deepEqual(say("RolePolicy", "deploy", ["policy"], JSON.stringify(all)), [
      'narrow-iam: RolePolicy deploy policy.Statement[0].Action is "ecr:*": ' +
        "must name the actions; list those that are used.",
      'narrow-iam: RolePolicy deploy policy.Statement[0].Resource is "*": must say what ecr:* may change; ' +
        "give ARNs or a condition on tags, or list the actions with a reason in policy/allowed.ts.",
    ]);
  });

  it("find a role that anyone may take", () => {
    const trust = { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } };
    assert.deepEqual(say("Role", "deploy", ["assumeRolePolicy"], JSON.stringify(trust)), [
      'private-role: Role deploy assumeRolePolicy.Statement[0].Principal is "*": must not let everyone take the role; ' +
        'replace "*" by the ARNs, services or providers that are meant.',
    ]);
  });

  it("find a provider that does not tag, and a tag that is taken away", () => {
    assert.deepEqual(say("aws", "aws", ["defaultTags"], undefined), [
      "tagged: Provider aws defaultTags is missing: must hold turnout:part-of; " +
        'give the provider defaultTags: { tags: { "turnout:part-of": … } }.',
    ]);
    assert.deepEqual(say("Repository", "web", ["tags"], { "turnout:part-of": "" }), [
      'tagged: Repository web tags["turnout:part-of"] is "": must not be empty; remove it, the provider sets it.',
    ]);
  });
});

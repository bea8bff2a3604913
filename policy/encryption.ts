import type { Rule } from "../settings/rule";
import { itemsOf, notKnown, type Inputs } from "./inputs";

/** One argument that says how something is encrypted. */
export interface Encryption {
  readonly field: readonly (string | number)[];
  readonly keeps: (value: unknown) => boolean;
  /** Whether it is encrypted where the argument isn't given; without this it isn't. */
  readonly byDefault?: (inputs: Inputs) => boolean;
  readonly rule: Rule;
}

const given = (value: unknown) => value !== undefined && value !== null && value !== "";
const isTrue = (value: unknown) => value === true;

const forGood = (field: string): Encryption => ({
  field: [field],
  keeps: isTrue,
  rule: `must be true, and can't be changed later; set ${field}: true`,
});
const disk = forGood("encrypted");
const storage = forGood("storageEncrypted");
/** Refused beside a source, whose setting it takes (RDS API, CreateGlobalCluster); that cluster is checked by itself. */
const acrossRegions: Encryption = {
  ...storage,
  byDefault: ({ sourceDbClusterIdentifier }) => given(sourceDbClusterIdentifier),
};
/** Refused in a secondary of a global group, which is as its primary (hashicorp/terraform-provider-aws#24854). */
const cache: Encryption = {
  ...forGood("atRestEncryptionEnabled"),
  byDefault: ({ engine, globalReplicationGroupId }) =>
    engine === "valkey" || engine === notKnown || given(globalReplicationGroupId),
};
const search: Encryption = {
  field: ["encryptAtRest", "enabled"],
  keeps: isTrue,
  rule: "must be true; set encryptAtRest: { enabled: true }",
};

/**
 * What holds data and isn't encrypted unless it says so, or as long as it says nothing; by type, with the defaults of
 * @pulumi/aws 7.48. Not here: what AWS always encrypts (log groups, DynamoDB), buckets, which `guarded-bucket` looks at,
 * disks that an EC2 instance declares as its own, and messages on their way.
 */
export const encryption: Readonly<Record<string, readonly Encryption[]>> = {
  "aws:ecr/repository:Repository": [
    {
      field: ["encryptionConfigurations", 0, "encryptionType"],
      keeps: (value) => value === "KMS" || value === "KMS_DSSE",
      rule: 'must be KMS, and can\'t be changed later; set encryptionConfigurations: [{ encryptionType: "KMS", kmsKey }]',
    },
  ],
  "aws:eks/cluster:Cluster": [
    {
      field: ["encryptionConfig", "provider", "keyArn"],
      keeps: given,
      rule: "must be the ARN of a KMS key; set encryptionConfig: { provider: { keyArn }, … }",
    },
    {
      field: ["encryptionConfig", "resources"],
      keeps: (value) => itemsOf(value).includes("secrets"),
      rule: 'must hold secrets; set ["secrets"]',
    },
  ],
  "eks:index:Cluster": [
    {
      field: ["encryptionConfigKeyArn"],
      keeps: given,
      rule: "must be the ARN of a KMS key for the cluster's Secrets; set encryptionConfigKeyArn",
    },
  ],
  "aws:ebs/encryptionByDefault:EncryptionByDefault": [
    { field: ["enabled"], keeps: isTrue, byDefault: () => true, rule: "must be true; remove it" },
  ],
  "aws:ebs/snapshotCopy:SnapshotCopy": [disk],
  "aws:ebs/snapshotImport:SnapshotImport": [disk],
  "aws:ebs/volume:Volume": [disk],
  "aws:ec2/amiCopy:AmiCopy": [disk],
  "aws:efs/fileSystem:FileSystem": [disk],
  "aws:docdb/cluster:Cluster": [storage],
  "aws:docdb/globalCluster:GlobalCluster": [acrossRegions],
  "aws:neptune/cluster:Cluster": [storage],
  "aws:neptune/globalCluster:GlobalCluster": [acrossRegions],
  "aws:rds/cluster:Cluster": [storage],
  "aws:rds/globalCluster:GlobalCluster": [acrossRegions],
  "aws:rds/instance:Instance": [storage],
  "aws:elasticache/replicationGroup:ReplicationGroup": [cache],
  "aws:elasticsearch/domain:Domain": [search],
  "aws:opensearch/domain:Domain": [search],
  "aws:redshift/cluster:Cluster": [
    {
      field: ["encrypted"],
      keeps: (value) => String(value) === "true",
      byDefault: () => true,
      rule: "must be true; remove it",
    },
  ],
};

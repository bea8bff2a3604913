import type { Rule } from "../../settings/rule";
import { at, itemsOf, notKnown } from "../inputs";
import { placeOf, type Resource, type ResourceRule } from "../resource";

interface Check {
  readonly field: readonly (string | number)[];
  readonly keeps: (value: unknown) => boolean;
  readonly rule: Rule;
}

const given = (value: unknown) => value !== undefined && value !== null && value !== "";

const storage: Check = {
  field: ["storageEncrypted"],
  keeps: (value) => value === true,
  rule: "must be true, and can't be changed later; set storageEncrypted: true",
};

/** What holds data, by type. Log groups are encrypted by CloudWatch itself, and `guarded-bucket` looks at buckets. */
const checks: Readonly<Record<string, readonly Check[]>> = {
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
  "aws:rds/cluster:Cluster": [storage],
  "aws:rds/globalCluster:GlobalCluster": [storage],
  "aws:rds/instance:Instance": [storage],
};

/** Registries, Secrets of the cluster and databases are encrypted at rest. */
export const encrypted: ResourceRule = (resource) =>
  (isBare(resource) ? [] : (checks[resource.type] ?? [])).flatMap(({ field, keeps, rule }) => {
    const value = at(resource.inputs, ...field);
    return value === notKnown || keeps(value) ? [] : [{ path: placeOf(resource, shown(field)), value, rule }];
  });

/** A component may be registered without its arguments; the cluster that it makes is checked then. */
const isBare = ({ type, inputs }: Resource) =>
  type === "eks:index:Cluster" && Object.keys(inputs).length === 0;

const shown = (field: Check["field"]) => field.join(".").replace(/\.(\d+)/g, "[$1]");

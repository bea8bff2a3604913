import type { Rule } from "../problems/problem";
import { inputAt, itemsOf, notKnown, placeOf, type Resource, type ResourceRule } from "./resource";

/** One argument that says how something is encrypted. */
interface Encryption {
  readonly field: readonly (string | number)[];
  readonly keeps: (value: unknown) => boolean;
  readonly rule: Rule;
}

const given = (value: unknown) => value !== undefined && value !== null && value !== "";

/** Kinds that the stacks here make and that aren't encrypted with a customer managed key by default; buckets: see access.ts. */
const encryption: Readonly<Record<string, readonly Encryption[]>> = {
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
};

/** Registries and the Secrets of the cluster are encrypted at rest with a customer managed key. */
export const encrypted: ResourceRule = (resource) =>
  (isBare(resource) ? [] : (encryption[resource.type] ?? [])).flatMap((check) => {
    const value = inputAt(resource.inputs, ...check.field);
    if (value === notKnown || check.keeps(value)) return [];
    return [{ path: placeOf(resource, shown(check.field)), value, rule: check.rule }];
  });

/** A component may be registered without its arguments; the cluster that it makes is checked then. */
const isBare = ({ type, inputs }: Resource) =>
  type === "eks:index:Cluster" && Object.keys(inputs).length === 0;

const shown = (field: Encryption["field"]) => field.join(".").replace(/\.(\d+)/g, "[$1]");

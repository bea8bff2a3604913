import type { Problem, Rule } from "../problems/problem";
import { allowing, meansEveryone, namesCallers } from "./document";
import {
  itemsOf,
  membersOf,
  notKnown,
  placeOf,
  type Resource,
  type ResourceRule,
  type StackRule,
} from "./resource";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Everyone, and everyone who has an AWS account, which anyone may open (Amazon S3 User Guide, ACL overview). */
const openAcl = /^(public-|authenticated-read)/;
const openGroup = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

const closed: Rule =
  "must not be open to everyone; make it private and name who may read it in a bucket policy";
const namedCallers: Rule =
  'must not let everyone in; replace "*" by the ARNs that are meant, or add a condition that names an account, an organization or a VPC';

/** Nothing in S3 that anyone may read or write: no such ACL or policy, and the block that would stop one whole. */
export const privateBucket: ResourceRule = (resource) => {
  if (!resource.type.startsWith("aws:s3/")) return [];
  return [...blockProblems(resource), ...aclProblems(resource), ...policyProblems(resource)];
};

function blockProblems(resource: Resource): Problem[] {
  if (!resource.type.endsWith("PublicAccessBlock")) return [];
  return flags
    .filter((flag) => ![true, notKnown].includes(resource.inputs[flag] as boolean))
    .map((flag) => ({
      path: placeOf(resource, flag),
      value: resource.inputs[flag],
      rule: `must be true, as all four must; set ${flag}: true`,
    }));
}

function aclProblems(resource: Resource): Problem[] {
  const { acl } = resource.inputs;
  const canned = typeof acl === "string" && openAcl.test(acl) ? [{ field: "acl", value: acl }] : [];
  const granted = itemsOf(resource.inputs.grants).flatMap((grant, index) => {
    const { uri } = membersOf(grant);
    const open = typeof uri === "string" && openGroup.test(uri);
    return open ? [{ field: `grants[${index}].uri`, value: uri }] : [];
  });
  return [...canned, ...granted].map(({ field, value }) => ({
    path: placeOf(resource, field),
    value,
    rule: closed,
  }));
}

function policyProblems(resource: Resource): Problem[] {
  return allowing(resource.inputs.policy, "policy")
    .filter((statement) => meansEveryone(statement) && !namesCallers(statement.elements.condition))
    .map(({ path, elements }) => ({
      path: placeOf(resource, `${path}.Principal`),
      value: elements.principal,
      rule: namedCallers,
    }));
}

/** Roles that only named callers take: in a trust policy `*` is whoever has an AWS account. */
export const privateRole: ResourceRule = (resource) => {
  if (resource.type !== "aws:iam/role:Role") return [];
  return allowing(resource.inputs.assumeRolePolicy, "assumeRolePolicy")
    .filter((statement) => meansEveryone(statement) && !namesCallers(statement.elements.condition))
    .map(({ path, elements }) => ({
      path: placeOf(resource, `${path}.Principal`),
      value: elements.principal,
      rule: 'must not let everyone take the role; replace "*" by the ARNs, services or providers that are meant',
    }));
};

/** Resources that each bucket needs, by the last part of their type, which had versions (`BucketServer…ConfigurationV2`). */
const guards: readonly { readonly type: RegExp; readonly what: string; readonly rule: Rule }[] = [
  {
    type: /^aws:s3\/\w+:BucketPublicAccessBlock$/,
    what: "public access block",
    rule: "must exist for the bucket; add a BucketPublicAccessBlock of it, with all four set",
  },
  {
    type: /^aws:s3\/\w+:BucketServerSideEncryptionConfiguration(V2)?$/,
    what: "encryption",
    rule: "must exist for the bucket; add a BucketServerSideEncryptionConfiguration of it, with a KMS key",
  },
];

/** Every bucket has a public access block and says how it is encrypted, though AWS has defaults for new ones. */
export const guardedBucket: StackRule = (resources) =>
  resources
    .filter(({ type }) => /^aws:s3\/\w+:Bucket(V2)?$/.test(type))
    .flatMap((bucket) =>
      guards
        .filter(({ type }) => !resources.some((one) => type.test(one.type) && isOf(one, bucket)))
        .map(({ what, rule }) => ({ urn: bucket.urn, path: placeOf(bucket, what), value: undefined, rule })),
    );

function isOf({ inputs, sources }: Resource, bucket: Resource): boolean {
  if (sources?.bucket?.includes(bucket.urn)) return true;
  return typeof inputs.bucket === "string" && inputs.bucket === bucket.inputs.bucket;
}

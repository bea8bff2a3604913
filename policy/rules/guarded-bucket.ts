import type { Rule } from "../../settings/rule";
import { placeOf, type Resource, type StackRule } from "../resource";

/** What stands beside each bucket, by the last part of its type, which had versions (`BucketServer…ConfigurationV2`). */
const guards: readonly { readonly type: RegExp; readonly what: string; readonly rule: Rule }[] = [
  {
    type: /^aws:s3\/\w+:BucketPublicAccessBlock$/,
    what: "public access block",
    rule: "must stand beside the bucket; add a BucketPublicAccessBlock of it, with all four set",
  },
  {
    type: /^aws:s3\/\w+:BucketServerSideEncryptionConfiguration(V2)?$/,
    what: "encryption",
    rule: "must stand beside the bucket; add a BucketServerSideEncryptionConfiguration of it, with a KMS key",
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

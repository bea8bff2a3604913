import { guardedBucket, privateBucket, privateRole } from "./access";
import { encrypted } from "./encryption";
import { narrowIam } from "./iam";
import { ownNamespace, tagged } from "./ownership";
import { pinnedImage, restrictedPod } from "./pods";
import type { ResourceRule, StackRule } from "./resource";

interface Listed<Rule> {
  /** Its name in the engine and in a pack's configuration. */
  readonly name: string;
  readonly description: string;
  readonly rule: Rule;
}

/** Checked with each resource, before anything of it is made. */
export const resourceRules: readonly Listed<ResourceRule>[] = [
  { name: "pinned-image", description: "A pod's image never changes under its name.", rule: pinnedImage },
  { name: "restricted-pod", description: "Pods keep Pod Security restricted.", rule: restrictedPod },
  { name: "private-bucket", description: "Nothing in S3 is open to the world.", rule: privateBucket },
  { name: "private-role", description: "No role is open to the world.", rule: privateRole },
  { name: "encrypted", description: "Stored data is encrypted at rest.", rule: encrypted },
  { name: "narrow-iam", description: "Permissions name their actions and resources.", rule: narrowIam },
  { name: "tagged", description: "AWS resources have the tag that splits the bill.", rule: tagged },
];

/** Checked over all that the stack declares, at the end: a preview finds it in time, an update when it is done. */
export const stackRules: readonly Listed<StackRule>[] = [
  {
    name: "guarded-bucket",
    description: "A bucket is closed to the world and encrypted.",
    rule: guardedBucket,
  },
  { name: "own-namespace", description: "An environment stays in its namespace.", rule: ownNamespace },
];

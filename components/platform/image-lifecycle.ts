import type { LifecyclePolicyDocument } from "@pulumi/aws/ecr";

/**
 * What ECR removes by itself: images that lost their tag. No rule selects by tag, so what has a content tag
 * (settings/content-tag.ts) stays for ever: a stack may run it, or go back to it, and Fargate pulls it again whenever
 * a pod starts (docs/facts.md#images-in-ecr). Such a tag can't be moved, so its image never gets into this rule; nor
 * does what an image index refers to, which ECR keeps as long as the index:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 *
 * A rule for `cache*` would be the only way to lose an image in use: ECR takes an image by any one of its tags. It
 * isn't needed, since a repository has one cache (components/environment/built-image.ts) whose tag moves: the cache
 * before is without a tag and goes after a week.
 *
 * What grows: a release keeps the layers in which it differs from those before, a few MB where only the application
 * changed, at USD 0.10 per GB and month. A thousand releases of 20 MB are USD 2.
 */
export function imageLifecycle() {
  return {
    rules: [
      {
        rulePriority: 1,
        description: "Caches that were replaced, and uploads that were cut off",
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          // An upload is whole within hours; the rest is for looking at what was replaced.
          countNumber: 7,
        },
        action: { type: "expire" },
      },
    ],
  } satisfies LifecyclePolicyDocument;
}

import { LifecyclePolicy, type LifecyclePolicyDocument, Repository } from "@pulumi/aws/ecr";
import { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";

export interface RegistryArgs {
  /** Names such as `smallcase/web`. */
  readonly repositories: readonly string[];
  /** ARN of the key that images are encrypted with; missing for one of its own. ECR can't change it later. */
  readonly kmsKey?: pulumi.Input<string> | undefined;
}

/** The images of all environments: each is pushed once, never changed, and kept for as long as it has a tag. */
export class Registry extends pulumi.ComponentResource {
  /** Repositories by name. */
  readonly repositories: Readonly<Record<string, Repository>>;

  constructor(
    name: string,
    { repositories, kmsKey }: RegistryArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:Registry", name, {}, options);
    const key = kmsKey ?? this.ownKey(name);
    this.repositories = Object.fromEntries(repositories.map((each) => [each, this.repository(each, key)]));
    this.registerOutputs();
  }

  /** ECR uses it by a grant that it makes for each repository; nobody needs a right on it to pull. */
  private ownKey(name: string): pulumi.Output<string> {
    const description = "Encrypts the images of Turnout";
    return new Key(
      name,
      { description, enableKeyRotation: true, deletionWindowInDays: 30, tags: { Name: "turnout-registry" } },
      // Without it no image can be read any more.
      { parent: this, protect: true },
    ).arn;
  }

  private repository(name: string, kmsKey: pulumi.Input<string>): Repository {
    const repository = new Repository(
      name,
      {
        name,
        imageScanningConfiguration: { scanOnPush: true },
        // A tag names a content, but the tag of the cache moves with each build (docs/facts.md#images-in-ecr).
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filter: "cache*", filterType: "WILDCARD" }],
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey }],
      },
      // Pods that start anywhere pull from it.
      { parent: this, protect: true },
    );
    const policy = imageLifecycle();
    new LifecyclePolicy(name, { repository: repository.name, policy }, { parent: this });
    return repository;
  }
}

/**
 * ECR removes images that lost their tag. No rule selects by tag, so an image with a content tag
 * (program/content-tag.ts) is kept permanently: a stack may run it, or roll back to it, and Fargate pulls it again
 * whenever a pod starts (docs/facts.md#images-in-ecr). Such a tag can't be moved, so its image never gets into this
 * rule; nor does what an image index refers to, which ECR keeps as long as the index:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 *
 * A rule for `cache*` would be the only way to lose an image in use: ECR takes an image by any one of its tags. It
 * isn't needed, since a repository has one cache (components/environment/aws-images.ts) whose tag moves: the cache
 * before is without a tag and goes after a week.
 *
 * Growth: a release keeps the layers in which it differs from those before, a few MB where only the application
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

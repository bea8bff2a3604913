import { LifecyclePolicy, Repository } from "@pulumi/aws/ecr";
import { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { imageLifecycle } from "./image-lifecycle";

export interface RegistryArgs {
  /** Names such as `smallcase/web`. */
  readonly repositories: readonly string[];
  /** ARN of the key that images are encrypted with; missing for one of its own. ECR can't change it later. */
  readonly kmsKey?: pulumi.Input<string> | undefined;
}

/** The images of all environments: each is pushed once, never changed, and kept for as long as it has a tag. */
export class Registry extends pulumi.ComponentResource {
  /** By name. */
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

  /** ECR uses it by a grant that it makes for each repository; whoever may pull needs no right on it. */
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
        // A tag is a content's name, but the cache moves with each build (docs/facts.md#images-in-ecr).
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

import { Image } from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";

/** What an image is built from, and where it goes. */
export interface ImageSource {
  /** With the tag of its content. */
  readonly ref: string;
  /** The build context, relative to the project, so that its place is the same on every machine. */
  readonly context: string;
  /** Repository with its registry, without a tag: layers are kept there under `cache`. */
  readonly repository: string;
  /** Of the registry; a password is good for 12 hours. */
  readonly login: {
    readonly address: string;
    readonly username: string;
    readonly password: pulumi.Input<string>;
  };
}

/**
 * One application's image, built and pushed under the tag of its content. The tag never moves, so whoever pushed it
 * first pushed it for every branch.
 */
export class BuiltImage extends Image {
  constructor(
    name: string,
    { ref, context, repository, login }: ImageSource,
    options: pulumi.CustomResourceOptions,
  ) {
    const cache = { ref: `${repository}:cache` };
    super(
      name,
      {
        tags: [ref],
        context: { location: context },
        // Fargate on EKS has no Arm (eks-fargate.md §c).
        platforms: ["linux/amd64"],
        push: true,
        // A preview must need neither Docker nor minutes.
        buildOnPreview: false,
        cacheFrom: [{ registry: cache }],
        // ECR takes a cache only as an image manifest (eks-fargate.md §e4).
        cacheTo: [{ registry: { ...cache, mode: "max", imageManifest: true, ociMediaTypes: true } }],
        registries: [login],
      },
      // Other stacks may run it.
      { ...options, retainOnDelete: true },
    );
  }
}

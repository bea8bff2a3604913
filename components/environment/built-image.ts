import { Image, type ImageArgs } from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";

/** What an image is built from, and where it goes. */
export interface ImageSource {
  /** With the tag of its content. */
  readonly ref: string;
  /** The build context, relative to the project, so that its place is the same on every machine. */
  readonly context: string;
  /** With the tag that layers of earlier builds are kept under, by whoever may push; missing for a build from nothing. */
  readonly cache?: string | undefined;
  /** This stack has pushed it. */
  readonly isPushed: boolean;
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
    { ref, context, cache, isPushed, login }: ImageSource,
    options: pulumi.CustomResourceOptions,
  ) {
    super(
      name,
      {
        tags: [ref],
        context: { location: context },
        // Fargate on EKS has no Arm (docs/facts.md#fargate-limits).
        platforms: ["linux/amd64"],
        push: true,
        // A preview must need neither Docker nor minutes.
        buildOnPreview: false,
        ...layersOf(cache),
        registries: [login],
      },
      {
        ...options,
        // Other stacks may run it.
        retainOnDelete: true,
        // To the provider another way of building is another image, and the registry refuses to move the tag.
        ignoreChanges: isPushed ? ["cacheFrom", "cacheTo", "noCache"] : [],
      },
    );
  }
}

/** Where layers come from. `noCache` is for those that the builder has itself, from the builds of other branches. */
function layersOf(cache: string | undefined): Pick<ImageArgs, "cacheFrom" | "cacheTo" | "noCache"> {
  if (cache === undefined) return { noCache: true };
  const ref = { ref: cache };
  return {
    cacheFrom: [{ registry: ref }],
    // ECR takes a cache only as an image manifest (docs/facts.md#images-in-ecr).
    cacheTo: [{ registry: { ...ref, mode: "max", imageManifest: true, ociMediaTypes: true } }],
  };
}

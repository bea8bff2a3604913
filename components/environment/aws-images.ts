import { getAuthorizationTokenOutput, getImages } from "@pulumi/aws/ecr";
import type { Provider } from "@pulumi/aws/provider";
import { Image, type ImageArgs } from "@pulumi/docker-build";
import type * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { imageOnAws, registryOf, repositoryOf } from "../../naming/aws";
import { withoutStack } from "../../problems/problem";
import { contentTag, contextOf, stageContext } from "../../program/content-tag";
import type { Application } from "../../settings/application";
import type { AwsSettings } from "../../settings/aws";

/** Images of the applications that are built here, for an environment on AWS. */
interface ImagesOnAws {
  /** By application: reference in the account's registry, by the tag of its content. */
  readonly refs: Readonly<Record<string, string>>;
  /** Images that this stack builds. */
  readonly built: Readonly<Record<string, ImageSource>>;
}

/** The stack whose images are planned. */
interface Stack {
  /** Images that it built before. */
  readonly recorded: readonly string[];
  /** The environment is not deleted with its branch. */
  readonly isKept: boolean;
  /** Name of the application in the map of branches, under which the registry keeps its images. */
  readonly app: string;
  /** Folder of the project, in which the build contexts are. */
  readonly root: string;
}

/**
 * Decides for each application whether this stack builds its image or finds it in the registry, where another branch,
 * or CI, pushed it.
 *
 * @throws Error where the registry has no repository for one.
 */
export async function imagesOnAws(
  applications: readonly Application[],
  aws: AwsSettings,
  provider: Provider,
  { app, recorded, isKept, root }: Stack,
): Promise<ImagesOnAws> {
  const refs: Record<string, string> = {};
  const built: Record<string, ImageSource> = {};
  const address = registryOf(aws);
  for (const application of applications) {
    const { name, build } = application;
    if (build === undefined) continue;
    const repositoryName = repositoryOf(app, name);
    const source = contextOf(root, application);
    const tag = contentTag(source);
    const ref = imageOnAws(aws, app, name, tag);
    refs[name] = ref;
    const pushed = recorded.includes(ref) ? "here" : await isPushed(repositoryName, tag, aws, provider);
    if (pushed === "elsewhere") continue;
    const context = `.turnout/build/${name}`;
    // A diff has no registry to ask, and leaves no files behind.
    if (pushed !== "unknown") stageContext(source, join(root, context));
    const password = getAuthorizationTokenOutput({ registryId: aws.account }, { provider }).password;
    // Every branch may write the cache, and what people depend on is built from the sources alone.
    const cache = isKept ? undefined : `${address}/${repositoryName}:cache`;
    const login = { address, username: "AWS", password };
    built[name] = { ref, context, cache, isPushed: pushed === "here", login };
  }
  return { refs, built };
}

/** @returns `unknown` offline. */
async function isPushed(repositoryName: string, tag: string, { account }: AwsSettings, provider: Provider) {
  try {
    const answer = await getImages({ repositoryName, registryId: account }, { provider });
    const { imageIds } = answer as Partial<typeof answer>;
    if (imageIds === undefined) return "unknown";
    return imageIds.some(({ imageTag }) => imageTag === tag) ? "elsewhere" : "nowhere";
  } catch (error) {
    if (!String(error).includes("RepositoryNotFound")) throw error;
    throw withoutStack(
      new Error(
        `The registry has no repository ${repositoryName} yet, where the image of this application goes: ` +
          "the platform makes one for each application with `build`, so run its update first.",
      ),
    );
  }
}

/** Source of an image, and where it is pushed. */
export interface ImageSource {
  /** Reference of the image, by the tag of its content. */
  readonly ref: string;
  /** The build context, relative to the project, so that its place is the same on every machine. */
  readonly context: string;
  /** Reference of the build cache, which anybody who may push can write; missing for a build without a cache. */
  readonly cache?: string | undefined;
  /** This stack has pushed it. */
  readonly isPushed: boolean;
  /** Credentials of the registry; a password is valid for 12 hours. */
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
        // To the provider, other build options mean another image, and the registry refuses to move the tag.
        ignoreChanges: isPushed ? ["cacheFrom", "cacheTo", "noCache"] : [],
      },
    );
  }
}

/** Source of cached layers. `noCache` excludes the builder's own, from the builds of other branches. */
function layersOf(cache: string | undefined): Pick<ImageArgs, "cacheFrom" | "cacheTo" | "noCache"> {
  if (cache === undefined) return { noCache: true };
  const ref = { ref: cache };
  return {
    cacheFrom: [{ registry: ref }],
    // ECR takes a cache only as an image manifest (docs/facts.md#images-in-ecr).
    cacheTo: [{ registry: { ...ref, mode: "max", imageManifest: true, ociMediaTypes: true } }],
  };
}

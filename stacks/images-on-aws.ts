import { getAuthorizationTokenOutput, getImages } from "@pulumi/aws/ecr";
import type { Provider } from "@pulumi/aws/provider";
import { join } from "node:path";
import { branches } from "../branches";
import type { ImageSource } from "../components/environment/built-image";
import { imageOnAws, registryOf, repositoryOf } from "../naming/aws";
import type { Application } from "../settings/application";
import type { AwsSettings } from "../settings/aws";
import { contentTag, stageContext } from "../settings/content-tag";
import { withoutStack } from "../problems/problem";

/** What an environment on AWS runs of the applications that are built here. */
export interface ImagesOnAws {
  /** By application: in the account's registry, by the tag of its content. */
  readonly refs: Readonly<Record<string, string>>;
  /** Those that this stack builds. */
  readonly built: Readonly<Record<string, ImageSource>>;
}

/** The stack that asks. */
interface Stack {
  /** Images that it built before. */
  readonly recorded: readonly string[];
  /** It doesn't go with its branch. */
  readonly isKept: boolean;
}

const root = join(__dirname, "..");

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
  { recorded, isKept }: Stack,
): Promise<ImagesOnAws> {
  const refs: Record<string, string> = {};
  const built: Record<string, ImageSource> = {};
  const address = registryOf(aws);
  for (const { name, build } of applications) {
    if (build === undefined) continue;
    const repositoryName = repositoryOf(branches.app, name);
    const tag = contentTag(join(root, build));
    const ref = imageOnAws(aws, branches.app, name, tag);
    refs[name] = ref;
    const pushed = recorded.includes(ref) ? "here" : await isPushed(repositoryName, tag, aws, provider);
    if (pushed === "elsewhere") continue;
    const context = `.turnout/build/${name}`;
    // A diff has nobody to ask, and leaves no files behind.
    if (pushed !== "unknown") stageContext(join(root, build), join(root, context));
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

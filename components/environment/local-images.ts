import { Image } from "@pulumi/docker/image";
import * as pulumi from "@pulumi/pulumi";
import { join } from "node:path";
import { type ContainerEngine, openContainerEngine } from "../../live/container-engine";
import { loadImage } from "../../live/load-image";
import { contextOf, imageOf, stageContext } from "../../program/content-tag";
import { type EngineAnswer, imagePlan, type Loading, type NoEngine } from "../../program/image-plan";
import type { Application } from "../../settings/application";
import type { ApplicationImages } from "./application-images";

/** The stack whose images are planned. */
interface Stack {
  /** Context of the kubeconfig; undefined where it is not known. */
  readonly context: string | undefined;
  readonly registry: string | undefined;
  /** References of the images that it built before. */
  readonly recorded: readonly string[];
  /** Folder of the project, in which the build contexts are. */
  readonly root: string;
  /** Folder that the engine works in. */
  readonly engineFolder: string;
}

export interface LocalImages {
  /** References by application, of those with `build`. */
  readonly refs: Readonly<Record<string, string>>;
  readonly images: ApplicationImages;
}

/** Images of applications with `build`, for an environment on a cluster that is not on AWS. */
export async function localImages(
  applications: readonly Application[],
  { context, registry, recorded, root, engineFolder }: Stack,
): Promise<LocalImages> {
  const refs: Record<string, string> = {};
  const built: Record<string, BuiltArgs> = {};
  const loadings: Record<string, Loading> = {};
  const engine = await openContainerEngine();
  for (const application of applications) {
    const { name } = application;
    const ref = imageOf(application, root, registry);
    refs[name] = ref;
    const answer = await answerOf(engine, ref, registry !== undefined);
    const plan = imagePlan({ application: name, ref, context, registry, recorded, engine: answer });
    if (plan.warning !== undefined) void pulumi.log.warn(plan.warning);
    if (plan.loading !== undefined) loadings[name] = plan.loading;
    if (!plan.isBuilt) continue;
    // Relative, so that it is the same on every machine.
    const place = `.turnout/build/${name}`;
    // A diff leaves no files behind.
    if (engine !== "not asked") stageContext(contextOf(root, application), join(engineFolder, place));
    built[name] = { ref, context: place, isPushed: plan.isPushed, isRecorded: recorded.includes(ref) };
  }
  const images: ApplicationImages = {
    declare: ({ name }, parent) => {
      const args = built[name];
      return args === undefined ? [] : [new LocalImage(name, args, { parent })];
    },
    brings: (name) => loadings[name] !== undefined || built[name]?.isRecorded === false,
    provide: async (name, ref) => {
      const loading = loadings[name];
      if (loading !== undefined && typeof engine === "object" && "save" in engine)
        await loadImage(engine, ref, loading);
    },
  };
  return { refs, images };
}

async function answerOf(
  engine: ContainerEngine | NoEngine | "not asked",
  ref: string,
  pushes: boolean,
): Promise<EngineAnswer> {
  if (typeof engine === "string" || "noEngine" in engine) return engine;
  return (await (pushes ? engine.isPushed(ref) : engine.has(ref))) ? "there" : "missing";
}

interface BuiltArgs {
  readonly ref: string;
  /** The build context, relative to the folder that the engine works in. */
  readonly context: string;
  readonly isPushed: boolean;
  readonly isRecorded: boolean;
}

/** One application's image, built by the container engine of this machine under the tag of its content. */
export class LocalImage extends Image {
  constructor(
    name: string,
    { ref, context, isPushed, isRecorded }: BuiltArgs,
    options: pulumi.CustomResourceOptions,
  ) {
    super(
      name,
      {
        imageName: ref,
        build: { context, dockerfile: `${context}/Dockerfile` },
        skipPush: !isPushed,
        // A preview must not take minutes.
        buildOnPreview: false,
      },
      {
        ...options,
        // Other stacks may run it; and the provider, which nothing but a container engine starts, isn't needed for it.
        retainOnDelete: true,
        // The provider adds the machine's architecture: on another machine it would build the same content again.
        ignoreChanges: isRecorded ? ["build"] : [],
      },
    );
  }
}

/** Way of an image into a cluster that runs on the machine of its container engine. */
export interface Loading {
  /** Command that loads it. */
  readonly by: "kind" | "k3d" | "minikube";
  /** The cluster's name, as that command knows it. */
  readonly cluster: string;
}

/** Whether the engine, or for a push the registry, has the image already. */
export type EngineAnswer = "there" | "missing" | NoEngine | "not asked";

/** No container engine answers. */
export interface NoEngine {
  /** Reasons of those that might, such as a socket that this user may not open. */
  readonly noEngine: readonly string[];
}

interface ImageFacts {
  readonly application: string;
  /** Reference of the image, by the tag of its content. */
  readonly ref: string;
  /** Context of the kubeconfig; undefined where it is not known. */
  readonly context: string | undefined;
  /** Registry that the image is pushed to. */
  readonly registry: string | undefined;
  /** References of the images that the stack built before. */
  readonly recorded: readonly string[];
  readonly engine: EngineAnswer;
}

interface ImagePlan {
  /** The stack builds it, or has built it; else its reference is taken as it is. */
  readonly isBuilt: boolean;
  readonly isPushed: boolean;
  readonly loading?: Loading | undefined;
  readonly warning?: string | undefined;
}

/** Contexts whose pods run on the images of the container engine itself. */
const shared = ["docker-desktop", "rancher-desktop", "orbstack", /^colima(-.+)?$/];

/** How an image gets to the cluster of a context; undefined where nothing here can bring it. */
export function wayTo(context: string | undefined, registry: string | undefined): Way | undefined {
  if (registry !== undefined) return { isPushed: true };
  if (context === undefined) return undefined;
  const [, by, cluster] = /^(kind|k3d)-(.+)$/.exec(context) ?? [];
  if (by !== undefined && cluster !== undefined)
    return { isPushed: false, loading: { by: by as "kind" | "k3d", cluster } };
  if (context === "minikube") return { isPushed: false, loading: { by: "minikube", cluster: context } };
  return shared.some((one) => (typeof one === "string" ? one === context : one.test(context)))
    ? { isPushed: false }
    : undefined;
}

type Way = Pick<ImagePlan, "isPushed" | "loading">;

/**
 * Decides how the image of an application with `build` gets to a cluster that is not on AWS. Where there is no container
 * engine, or the cluster is of a kind that nothing here loads into, it is somebody else's to bring, as ever.
 */
export function imagePlan({ application, ref, context, registry, recorded, engine }: ImageFacts): ImagePlan {
  const way = wayTo(context, registry);
  if (way === undefined) return { isBuilt: false, isPushed: false };
  if (recorded.includes(ref)) return { isBuilt: typeof engine === "string", ...way };
  if (typeof engine === "string") return { isBuilt: engine !== "there", ...way };
  const reasons = engine.noEngine.length === 0 ? "" : ` (${engine.noEngine.join("; ")})`;
  return {
    isBuilt: false,
    isPushed: false,
    warning: `The image of ${application} is not built, for no Docker or Podman answers on this machine${reasons}: start one (Podman with DOCKER_HOST set to its socket), or build ${ref}, as \`turnout image ${application}\` prints it, by any builder and ${registry === undefined ? "load it into the cluster" : "push it"}.`,
  };
}

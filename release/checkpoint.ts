import {
  annotations,
  colors,
  labels,
  previewName,
  serviceName,
  type Color,
  type RecordedApplication,
  type RecordedColor,
  type Weights,
} from "./model";

/** Resources as the engine's invoke `pulumi:pulumi:readStackResourceOutputs` gives them, by URN. */
export type Checkpoint = Readonly<Record<string, { readonly type: string; readonly outputs?: unknown }>>;

/** Pulumi's type of the route; every Gateway controller takes this version. */
export const routeType = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const deploymentType = "kubernetes:apps/v1:Deployment";
const providerType = "pulumi:providers:kubernetes";

interface KubernetesObject {
  metadata?: {
    name?: string;
    generation?: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

export interface PodTemplate extends KubernetesObject {
  spec?: { containers?: { resources?: { requests?: { cpu?: string; memory?: string } } }[] };
}

/** The part of a Deployment's state that is read. */
export interface Deployment extends KubernetesObject {
  spec?: { replicas?: number; template?: PodTemplate };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    updatedReplicas?: number;
  };
}

/** The part of a route's state that is read. */
export interface Route extends KubernetesObject {
  spec?: {
    parentRefs?: { name?: string }[];
    rules?: { backendRefs?: { name?: string; weight?: number }[] }[];
  };
}

/** Outputs of a stack's resources of a type. Those that a project declares itself say nothing of the stack. */
const outputsOf = <T>(checkpoint: Checkpoint, type: string): (T | undefined)[] =>
  Object.entries(checkpoint)
    .filter(([urn, one]) => one.type === type && !urn.includes("turnout:environment:OwnResources$"))
    .map(([, { outputs }]) => outputs as T | undefined);

/** One application as a checkpoint has it; total, whatever the checkpoint holds. */
export function recordedApplication(checkpoint: Checkpoint, application: string): RecordedApplication {
  const objects = <T extends KubernetesObject>(type: string): T[] =>
    outputsOf<T>(checkpoint, type).filter(
      (object) => object?.metadata?.labels?.[labels.application] === application,
    ) as T[];
  return applicationOf(application, {
    routes: objects<Route>(routeType),
    deployments: objects<Deployment>(deploymentType),
  });
}

/** The outputs of the stack itself, unchecked; none before its first update. */
export const stackOutputs = (checkpoint: Checkpoint): unknown =>
  Object.values(checkpoint).find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};

/** The names of the applications that a checkpoint has pods of. */
export function recordedApplications(checkpoint: Checkpoint): string[] {
  const names = outputsOf<Deployment>(checkpoint, deploymentType).flatMap(
    (deployment) => deployment?.metadata?.labels?.[labels.application] ?? [],
  );
  return [...new Set(names)].sort();
}

/** The objects of one application from which its state is read. */
interface ApplicationObjects {
  readonly routes: readonly Route[];
  readonly deployments: readonly Deployment[];
}

/** One application, from its objects in a checkpoint or in the cluster. */
export function applicationOf(
  application: string,
  { routes, deployments }: ApplicationObjects,
): RecordedApplication {
  const named = (name: string) => routes.find(({ metadata }) => metadata?.name === name);
  const route = named(application);
  const ofColor = (color: Color) =>
    recordedColor(deployments.find((deployment) => deployment.metadata?.labels?.[labels.color] === color));
  return {
    weights: recordedWeights(route, application),
    rejected: route?.metadata?.annotations?.[annotations.rejected],
    preview: recordedPreview(named(previewName(application)), application),
    blue: ofColor("blue"),
    green: ofColor("green"),
  };
}

/** Undefined where no release was ever put into it. */
export function recordedColor(deployment: Deployment | undefined): RecordedColor | undefined {
  const release = deployment?.spec?.template?.metadata?.labels?.[labels.release];
  if (deployment === undefined || release === undefined) return undefined;
  const replicas = deployment.spec?.replicas ?? 1; // Kubernetes' own default
  const {
    observedGeneration = 0,
    readyReplicas = 0,
    updatedReplicas = 0,
    replicas: pods = 0,
  } = deployment.status ?? {};
  const givenUp = deployment.metadata?.annotations?.[annotations.givenUp];
  const resources = deployment.spec?.template?.spec?.containers?.[0]?.resources?.requests;
  const seen = observedGeneration >= (deployment.metadata?.generation ?? 0);
  return {
    release,
    replicas,
    // As `kubectl rollout status` has it: pods of a template before are Ready as well, and would hide new ones that aren't.
    ready:
      replicas > 0 && seen && pods <= updatedReplicas && Math.min(readyReplicas, updatedReplicas) >= replicas,
    ...(replicas > 0 && readyReplicas === 0 && { down: true }),
    ...(deployment.metadata?.annotations?.[annotations.candidate] === release && { candidate: true }),
    ...(givenUp !== undefined && { givenUp }),
    ...(resources && { resources }),
  };
}

export function recordedWeights(route: Route | undefined, application: string): Weights | undefined {
  const backends = route?.spec?.rules?.[0]?.backendRefs;
  if (!Array.isArray(backends)) return undefined;
  const weights: Record<Color, number> = { blue: 0, green: 0 };
  for (const color of colors)
    weights[color] = backends.find(({ name }) => name === serviceName(application, color))?.weight ?? 0;
  return weights;
}

/** The color at the preview hostname. */
export function recordedPreview(route: Route | undefined, application: string): Color | undefined {
  const weights = recordedWeights(route, application);
  return weights && colors.find((color) => weights[color] > 0);
}

/** The Gateway that the stack's routes are attached to; undefined before the first update. */
export function recordedGateway(checkpoint: Checkpoint): string | undefined {
  const [route] = outputsOf<Route>(checkpoint, routeType);
  return route?.spec?.parentRefs?.[0]?.name;
}

/** The images that the stack built, each with its tag. */
export function recordedImages(checkpoint: Checkpoint): string[] {
  return ["docker-build:index:Image", "docker:index/image:Image"]
    .flatMap((type) => outputsOf<{ tags?: string[]; imageName?: string }>(checkpoint, type))
    .flatMap((image) => image?.tags ?? (image?.imageName === undefined ? [] : [image.imageName]));
}

/** The AWS account that the stack's resources were made in; empty where there are none. */
export function recordedAccount(checkpoint: Checkpoint): { account?: string; region?: string } {
  const [provider] = outputsOf<Record<string, unknown>>(checkpoint, "pulumi:providers:aws");
  const { region, allowedAccountIds } = provider ?? {};
  // The engine keeps what a provider was given as text, lists as JSON.
  const [account] = typeof allowedAccountIds === "string" ? (JSON.parse(allowedAccountIds) as string[]) : [];
  return { ...(account !== undefined && { account }), ...(typeof region === "string" && { region }) };
}

/** Id of the state that a checkpoint is of, in its stack's outputs; undefined before the first update. */
export const recordedState = (checkpoint: Checkpoint): string | undefined =>
  (stackOutputs(checkpoint) as { readonly state?: string }).state;

/** The identity of the cluster that the stack's objects were made in; undefined before the first update. */
export function recordedCluster(checkpoint: Checkpoint): string | undefined {
  return outputsOf<{ clusterIdentifier?: unknown }>(checkpoint, providerType)
    .map((provider) => provider?.clusterIdentifier)
    .find((identity) => typeof identity === "string");
}

/** A recorded application with the sizes that its colors have now: an autoscaler changes them without any checkpoint. */
export function withLiveSizes(recorded: RecordedApplication, live: RecordedApplication): RecordedApplication {
  const sized = colors.flatMap((color): [Color, RecordedColor][] => {
    const [was, is] = [recorded[color], live[color]];
    return was === undefined || is === undefined ? [] : [[color, { ...was, replicas: is.replicas }]];
  });
  return { ...recorded, ...(Object.fromEntries(sized) as Partial<Record<Color, RecordedColor>>) };
}

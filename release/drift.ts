import { isDeepStrictEqual } from "node:util";
import type { Checkpoint, Deployment } from "./checkpoint";
import { staleCheckpoint } from "./guard";
import { labels } from "./model";

/*
 * Where a cluster is not as its stack's last checkpoint has it: an object was deleted or changed by hand, or an engine
 * was killed before it recorded a change. The engine compares its checkpoint with the program only, so it would find
 * nothing to do, or change an object that isn't there.
 */

/** An object as the API server gives it, as far as it is read. */
export interface ClusterObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** An object that a checkpoint has. */
export interface RecordedObject {
  readonly urn: string;
  /** As it was declared. */
  readonly declared: ClusterObject;
  /** The API server's answer when it was recorded. */
  readonly recorded: ClusterObject;
}

/** The objects of a cluster that were seen; what lies in a kind that may not be listed is none. */
export interface Seen {
  readonly objects: readonly ClusterObject[];
  /** Kinds that could not be listed. */
  readonly unseen: readonly KindOfObject[];
}

export type KindOfObject = Required<Pick<ClusterObject, "apiVersion" | "kind">>;

/** A recorded object that is gone from the cluster, or differs there in what was declared. */
export interface Drift {
  readonly object: RecordedObject;
  /** The first path of several that differs, or `metadata.uid` where it was deleted and made again; unset where it is gone. */
  readonly path?: string | undefined;
  /** Whether the pods of a Deployment are no longer those of the release that it names. */
  readonly changesPods?: boolean | undefined;
  /** A namespace that is still being deleted. */
  readonly going?: boolean | undefined;
}

/** The objects of a checkpoint that lie in the cluster itself: a chart's release and the like have no name there. */
export function recordedObjects(checkpoint: Checkpoint): RecordedObject[] {
  return Object.entries(checkpoint).flatMap(([urn, { type, outputs }]) => {
    const recorded = (outputs ?? {}) as ClusterObject & { readonly __inputs?: ClusterObject };
    const isObject = type.startsWith("kubernetes:") && recorded.kind && recorded.metadata?.name;
    return isObject ? [{ urn, declared: recorded.__inputs ?? {}, recorded }] : [];
  });
}

/** Of these objects, a namespace and all that lies in it. */
export const objectsIn = (namespace: string, objects: readonly RecordedObject[]): RecordedObject[] =>
  objects.filter(({ recorded: { kind, metadata } }) =>
    kind === "Namespace" ? metadata?.name === namespace : metadata?.namespace === namespace,
  );

/** The kinds of objects in a namespace, each once. */
export function kindsOf(objects: readonly Pick<RecordedObject, "recorded">[]): KindOfObject[] {
  const kinds = objects.flatMap(({ recorded: { apiVersion, kind } }): [string, KindOfObject][] =>
    apiVersion === undefined || kind === undefined || kind === "Namespace"
      ? []
      : [[`${apiVersion}/${kind}`, { apiVersion, kind }]],
  );
  return [...new Map(kinds).values()];
}

/** Whether two objects are of one kind and name. */
export const isSame = (one: ClusterObject, other: ClusterObject): boolean =>
  one.apiVersion === other.apiVersion &&
  one.kind === other.kind &&
  one.metadata?.name === other.metadata?.name &&
  one.metadata?.namespace === other.metadata?.namespace;

/** `Deployment web-blue`. */
export const titleOf = ({ kind = "object", metadata }: ClusterObject): string =>
  `${kind} ${metadata?.name ?? ""}`;

/** The recorded objects that are gone from the cluster or differ there, in the checkpoint's order. */
export function driftsIn(recorded: readonly RecordedObject[], { objects, unseen }: Seen): Drift[] {
  const sized = recorded.flatMap(({ declared }) => scaleTarget(declared) ?? []);
  return recorded.flatMap((object): Drift[] => {
    const { apiVersion, kind, metadata } = object.recorded;
    if (unseen.some((one) => one.apiVersion === apiVersion && one.kind === kind)) return [];
    const live = objects.find((one) => isSame(one, object.recorded));
    if (live === undefined) return [{ object }];
    if (isGoing(live)) return [{ object, going: true }];
    if (live.metadata?.uid !== metadata?.uid) return [{ object, path: "metadata.uid" }];
    // An autoscaler changes a size without any checkpoint.
    const free = kind === "Deployment" && sized.includes(metadata?.name ?? "") ? ["spec.replicas"] : [];
    const differenceIn = (declared: unknown) =>
      firstDifference(declared, object.recorded, live, [...values, ...free]);
    // Pods first: they can't be given back to a color that takes traffic.
    const template = templateOf(object.declared);
    const inPods = template && differenceIn({ spec: { template } });
    const path = inPods ?? differenceIn(object.declared);
    if (path === undefined) return [];
    const changesPods = inPods !== undefined && releaseIn(object.recorded) === releaseIn(live);
    return [{ object, path, ...(changesPods && { changesPods }) }];
  });
}

/** A namespace that is being deleted takes nothing new. */
const isGoing = ({ kind, metadata }: ClusterObject) =>
  kind === "Namespace" && metadata?.deletionTimestamp !== undefined;

/** Of a Secret: a checkpoint that is read without its passphrase doesn't have them, and it is never changed. */
const values = ["data", "stringData"];

const templateOf = (object: ClusterObject) => (object as Deployment).spec?.template;

const releaseIn = (object: ClusterObject) => templateOf(object)?.metadata?.labels?.[labels.release];

/** The Deployment that an autoscaler sizes; undefined for what is none. */
export const scaleTarget = (declared: ClusterObject): string | undefined =>
  declared.kind === "HorizontalPodAutoscaler"
    ? (declared as { spec?: { scaleTargetRef?: { name?: string } } }).spec?.scaleTargetRef?.name
    : undefined;

/**
 * The first path of what was declared at which two answers of the API server differ: it spells a value its own way, and
 * adds what was not declared.
 */
function firstDifference(
  declared: unknown,
  recorded: unknown,
  live: unknown,
  free: readonly string[],
  path = "",
): string | undefined {
  if (free.includes(path)) return undefined;
  if (typeof declared !== "object" || declared === null)
    return isDeepStrictEqual(recorded, live) ? undefined : path;
  if (Array.isArray(declared) && lengthOf(recorded) !== lengthOf(live)) return path;
  if (whole.test(path)) {
    const added = Object.keys(live ?? {}).find((key) => partOf(recorded, key) === undefined);
    if (added !== undefined) return `${path}.${added}`;
  }
  for (const [key, part] of Object.entries(declared)) {
    const step = Array.isArray(declared) ? `[${key}]` : path === "" ? key : `.${key}`;
    const found = firstDifference(part, partOf(recorded, key), partOf(live, key), free, path + step);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Parts that direct requests, and that an update sends as one value: nothing else may be in them. */
const whole = /^spec\.(selector|rules)\b/;

const partOf = (all: unknown, key: string): unknown =>
  (all as Record<string, unknown> | null | undefined)?.[key];
const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** The differences, as a part of a sentence: `Deployment web-blue is gone and HTTPRoute web differs in spec.rules`. */
export function describeDrifts(drifts: readonly Drift[]): string {
  const home = drifts.find(({ object, path }) => object.recorded.kind === "Namespace" && path === undefined);
  if (home !== undefined)
    return `${titleOf(home.object.recorded)} ${home.going ? "is being deleted with all that is" : "is gone with all that was"} in it`;
  const parts = drifts.map(({ object, path }) => {
    const title = titleOf(object.recorded);
    if (path === undefined) return `${title} is gone`;
    return path === "metadata.uid" ? `${title} was deleted and made again` : `${title} differs in ${path}`;
  });
  return [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(" and ");
}

/** Of an update that nobody can read the cluster back for. */
export const driftWarning = (drifts: readonly Drift[]): string =>
  `The cluster is not as it was last recorded: ${describeDrifts(drifts)}. \`turnout up\` makes it again by itself; before \`pulumi up\`, run \`pulumi refresh\`.`;

/** Before anything of an update: the reason why it can't begin from this checkpoint. */
export const driftProblem = (drifts: readonly Drift[]): string =>
  `The cluster is not as it was last recorded: ${describeDrifts(drifts)}; ${staleCheckpoint}`;

import { applicationOf } from "./checkpoint";
import { type ClusterObject, isSame, type RecordedObject, scaleTarget, type Seen } from "./drift";
import type { Planned } from "./guard";
import { type Color, labels, type RecordedApplication, serviceName } from "./model";

/** A release whose pods come up in this update. */
export interface Coming extends Pick<Planned, "plan" | "recorded"> {
  readonly namespace: string;
  readonly application: string;
  /** Name of the Secret that its pods read; undefined where they read none. */
  readonly secret: string | undefined;
}

/** A namespace, as it was last recorded and as it is, which is the same. */
export interface Known {
  readonly objects: readonly RecordedObject[];
  readonly seen: Seen;
  /** Whether `spec.hard` of the recorded quota is worth what this update declares. */
  readonly isQuota: (recorded: Quota) => boolean;
}

/** A color whose pods may start before the engine gets to them, and whose Deployment they are. */
export interface HeadStart {
  readonly color: Color;
  /** The one that the engine's provider applies it as. */
  readonly fieldManager: string;
  /** Of the Deployment as it was seen. */
  readonly resourceVersion: string;
}

/**
 * Decides whether the pods of a release may start before the engine has made what comes before them: only in an idle
 * color that takes no traffic, by the checkpoint and by the cluster, and only where all that they need is there already.
 *
 * @returns undefined where they wait for the engine.
 */
export function headStartOf(coming: Coming, { objects, seen, isQuota }: Known): HeadStart | undefined {
  const { namespace, application, plan, recorded, secret } = coming;
  const color = startingColor({ plan, recorded }, liveIn(seen, application));
  if (color === undefined) return undefined;

  const name = serviceName(application, color);
  const isSized = seen.objects.some((object) => scaleTarget(object) === name);
  const isHeld =
    secret !== undefined && !has(seen, { apiVersion: "v1", kind: "Secret", namespace, name: secret });
  if (isSized || isHeld || !isQuota(quotaIn(objects, namespace))) return undefined;

  const its = named({ apiVersion: "apps/v1", kind: "Deployment", namespace, name });
  const before: Applied | undefined = objects.find(({ recorded }) => isSame(recorded, its))?.recorded;
  const now = seen.objects.find((one) => isSame(one, its))?.metadata;
  const { __fieldManager: fieldManager } = before ?? {};
  if (fieldManager === undefined || now?.resourceVersion === undefined) return undefined;
  if (now.deletionTimestamp !== undefined) return undefined;
  return { color, fieldManager, resourceVersion: now.resourceVersion };
}

/** The idle color whose pods may start early, as far as releases and traffic go; undefined where none may. */
export function startingColor(
  { plan, recorded }: Pick<Planned, "plan" | "recorded">,
  live: RecordedApplication,
): Color | undefined {
  const color = plan.preview;
  const { frozen, replicas, awaitReady, release } = plan.colors[color];
  if (plan.kind !== "release" || frozen || replicas === 0 || !awaitReady) return undefined;
  // Where it has that release already, as after an update that failed, the engine would not change it, and not take the
  // mark away.
  if (recorded[color]?.release === release) return undefined;
  const takesNone = [recorded, live].every((it) => it[color] !== undefined && it.weights?.[color] === 0);
  return takesNone ? color : undefined;
}

/** What the Kubernetes provider keeps of an object that it applied. */
type Applied = ClusterObject & { readonly __fieldManager?: string };

function liveIn({ objects }: Seen, application: string) {
  const its = objects.filter(({ metadata }) => metadata?.labels?.[labels.application] === application);
  const ofKind = (wanted: string) => its.filter(({ kind }) => kind === wanted);
  return applicationOf(application, { routes: ofKind("HTTPRoute"), deployments: ofKind("Deployment") });
}

/** `spec.hard` of a quota. */
export type Quota = Readonly<Record<string, string>>;

const quotaIn = (objects: readonly RecordedObject[], namespace: string): Quota => {
  const quota = named({ apiVersion: "v1", kind: "ResourceQuota", namespace, name: "environment" });
  const declared = objects.find(({ recorded }) => isSame(recorded, quota))?.declared;
  return (declared as { spec?: { hard?: Quota } } | undefined)?.spec?.hard ?? {};
};

interface Name {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const named = ({ name, namespace, ...kind }: Name): ClusterObject => ({
  ...kind,
  metadata: { name, namespace },
});

const has = ({ objects }: Seen, name: Name): boolean => objects.some((one) => isSame(one, named(name)));

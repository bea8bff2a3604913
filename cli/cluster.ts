import { type Condition, reasonOf } from "../live/gateway";
import { httpRoutes, type Kubernetes, openKubernetes } from "../live/kubernetes";
import { wordsOf } from "../problems/failure";
import { belongingCluster } from "../program/access";
import { clusterIdentity, readKubeconfigs } from "../program/kubeconfig";
import { type Checkpoint, recordedCluster } from "../release/checkpoint";
import type { ClusterObject } from "../release/drift";
import { UserError } from "./terminal";

interface Own {
  readonly stack: string;
  /** Of the kubeconfig; unset means its current one. */
  readonly context: string | undefined;
  /** Identity that the settings insist on. */
  readonly pinned: string | undefined;
  /** There the context has the cluster's ARN as its name, and the platform's kubeconfig leads to no other. */
  readonly isOnAws: boolean;
}

/**
 * The cluster that a stack is in.
 *
 * @throws where there is none, and UserError where the context leads to another one: its answers would be about objects
 * of others, and an update or destroy goes to the stack's own.
 */
export async function openOwnCluster(
  { stack, context, pinned, isOnAws }: Own,
  checkpoint: () => Promise<Checkpoint>,
): Promise<Kubernetes> {
  if (!isOnAws) {
    // A stack that is only made now has none.
    const recorded = recordedCluster(await checkpoint().catch(() => ({})));
    const current = clusterIdentity(readKubeconfigs(process.env), context);
    try {
      belongingCluster({ stack, context, pinned, current, recorded });
    } catch (error) {
      throw new UserError(wordsOf(error));
    }
  }
  return openKubernetes({ context });
}

/** The routes of a namespace. */
export async function routesIn({ custom }: Kubernetes, namespace: string): Promise<RouteStatus[]> {
  const list: unknown = await custom.listNamespacedCustomObject({
    ...httpRoutes,
    namespace,
  });
  return (list as { items: RouteStatus[] }).items;
}

/** A namespace, also while it is being deleted; undefined where there is none. */
export async function namespaceNow(
  { core }: Pick<Kubernetes, "core">,
  name: string,
): Promise<ClusterObject | undefined> {
  const { items } = await core.listNamespace({ fieldSelector: `metadata.name=${name}` });
  return items[0] as ClusterObject | undefined;
}

/** The parts of an HTTPRoute that show whether requests reach it. */
interface RouteStatus {
  readonly spec?: { readonly parentRefs?: readonly { readonly name: string }[] };
  readonly status?: {
    readonly parents?: readonly {
      readonly parentRef: { readonly name: string };
      readonly conditions?: readonly Condition[];
    }[];
  };
}

/**
 * The reason why a route takes no requests, as a sentence: an environment that is up behind no Gateway looks broken,
 * and nothing else says why. Undefined where all is well.
 */
export function routeTrouble({ spec, status }: RouteStatus): string | undefined {
  const wanted = (spec?.parentRefs ?? []).map(({ name }) => name);
  // The status keeps the conditions of Gateways that the route no longer names.
  const parents = (status?.parents ?? []).filter(({ parentRef }) => wanted.includes(parentRef.name));
  if (parents.length === 0)
    return "No Gateway has accepted the route yet. If this stays so, the cluster has no Gateway of that name: `npx turnout up --stack platform` creates it.";
  const conditions = parents.flatMap(({ conditions = [] }) => conditions);
  const refused = conditions.find(({ type, status }) => type === "Accepted" && status !== "True");
  return refused && `The Gateway refuses the route: ${reasonOf(refused)}`;
}

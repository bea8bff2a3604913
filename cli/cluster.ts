import { type Condition, reasonOf } from "../live/gateway";
import { httpRoutes, type Kubernetes } from "../live/kubernetes";
import type { ClusterObject } from "../release/drift";

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

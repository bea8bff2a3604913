import { applicationOf, type Deployment, type Route } from "../release/checkpoint";
import { labels, type RecordedApplication } from "../release/model";
import { openKubernetes, type Way } from "./kubernetes";
import { type Ask, askFor, listPath } from "./paths";

/** A route with what its Gateway says of it. */
export interface LiveRoute extends Route {
  readonly status?: {
    readonly parents?: readonly {
      readonly conditions?: readonly {
        readonly type: string;
        readonly status: string;
        readonly observedGeneration?: number;
      }[];
    }[];
  };
}

/** The objects of applications as the cluster has them now. */
export interface LiveObjects {
  readonly deployments: readonly Deployment[];
  readonly routes: readonly LiveRoute[];
}

/** @param labelSelector by default all applications of the namespace. @throws where the cluster can't be asked. */
export async function liveObjects(
  ask: Ask,
  namespace: string,
  labelSelector: string = labels.application,
): Promise<LiveObjects> {
  const query = `?${new URLSearchParams({ labelSelector }).toString()}`;
  const [deployments, routes] = await Promise.all([
    askFor<{ items: Deployment[] }>(ask, listPath(namespace, deployment) + query),
    askFor<{ items: LiveRoute[] }>(ask, listPath(namespace, route) + query),
  ]);
  return { deployments: deployments.items, routes: routes.items };
}

const deployment = { apiVersion: "apps/v1", kind: "Deployment" };
const route = { apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute" };

/** The API server's path of a route. */
export const routePath = (namespace: string, name: string): string => `${listPath(namespace, route)}/${name}`;

/** One application of the live objects, read as from a checkpoint. */
export function liveApplication(
  { deployments, routes }: LiveObjects,
  application: string,
): RecordedApplication {
  const isOwn = ({ metadata }: Deployment) => metadata?.labels?.[labels.application] === application;
  return applicationOf(application, { routes, deployments: deployments.filter(isOwn) });
}

/** An application as the cluster has it now. */
export async function look(ask: Ask, namespace: string, application: string): Promise<RecordedApplication> {
  const objects = await liveObjects(ask, namespace, `${labels.application}=${application}`);
  return liveApplication(objects, application);
}

/** Whether every Gateway of a route has accepted the route as it is now. */
export function isTaken({ metadata, status }: LiveRoute): boolean {
  const generation = metadata?.generation ?? 0;
  const parents = status?.parents ?? [];
  return (
    parents.length > 0 &&
    parents.every(({ conditions = [] }) =>
      conditions.some(
        ({ type, status: is, observedGeneration = 0 }) =>
          type === "Accepted" && is === "True" && observedGeneration >= generation,
      ),
    )
  );
}

/**
 * The namespaces of all environments in a cluster, by the labels that each has (naming/names.ts).
 *
 * @param app first part of every default name, from the map.
 * @throws where the cluster can't be asked.
 */
export async function environmentsIn(way: Way, app: string): Promise<string[]> {
  const { core } = await openKubernetes(way);
  const labelSelector = `app.kubernetes.io/part-of=${app},app.kubernetes.io/managed-by=Pulumi`;
  const { items } = await core.listNamespace({ labelSelector });
  return items.flatMap(({ metadata }) => metadata?.name ?? []);
}

import { openKubernetes, type Way } from "./kubernetes";

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

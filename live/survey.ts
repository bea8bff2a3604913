import type { ClusterObject, KindOfObject, Seen } from "../release/drift";
import { type Answer, type Ask, listPath } from "./paths";

/**
 * A namespace with the objects of these kinds in it, as the cluster has them now. A kind that may not be listed, or that
 * the cluster doesn't have, is unseen.
 *
 * @throws where the cluster can't be asked, or doesn't show the namespace.
 */
export async function survey(ask: Ask, namespace: string, kinds: readonly KindOfObject[]): Promise<Seen> {
  const [own, ...listed] = await Promise.all([
    ask(`/api/v1/namespaces/${namespace}`),
    ...kinds.map(async (kind) => ({ kind, ...(await ask(listPath(namespace, kind))) })),
  ]);
  if (own.status !== 200 && own.status !== 404)
    throw new Error(`The cluster doesn't show namespace ${namespace} (status ${own.status}).`);
  const lists = listed as readonly (Answer & { readonly kind: KindOfObject })[];
  const home = { ...(own.body as ClusterObject), apiVersion: "v1", kind: "Namespace" };
  return {
    objects: [
      ...(own.status === 200 ? [home] : []),
      ...lists.flatMap(({ kind, status, body }) =>
        status === 200
          ? (body as { items: ClusterObject[] }).items.map((item) => ({ ...item, ...kind }))
          : [],
      ),
    ],
    unseen: lists.filter(({ status }) => status !== 200).map(({ kind }) => kind),
  };
}

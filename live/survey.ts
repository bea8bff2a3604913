import type { ApiType, Configuration, KubeConfig } from "@kubernetes/client-node";
import type { ClusterObject, KindOfObject, Seen } from "../release/drift";
import { boundedClient, kubernetesClient, kubeConfig, type Way } from "./kubernetes";

/** The answer of an API server: the JSON of one with status 200, the text of any other. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks an API server by a path. */
export type Get = (path: string) => Promise<Answer>;

/**
 * The way to ask a cluster by paths: objects of any kind come as they are, where the client's own models rename some
 * parts (`default` in a LimitRange) and leave out what they don't know.
 */
export async function openPaths(way: Way): Promise<Get> {
  const config: KubeConfig = await kubeConfig(way);
  const { HttpMethod } = await kubernetesClient();
  class Paths {
    constructor(private readonly configuration: Configuration) {}

    async get(path: string): Promise<Answer> {
      const { baseServer, authMethods, httpApi } = this.configuration;
      const request = baseServer.makeRequestContext(path, HttpMethod.GET);
      request.setHeaderParam("Accept", "application/json");
      await authMethods.default?.applySecurityAuthentication(request);
      const { httpStatusCode: status, body } = await httpApi.send(request).toPromise();
      const text = await body.text();
      return { status, body: status === 200 ? (JSON.parse(text) as unknown) : text };
    }
  }
  const client = await boundedClient(
    config,
    Paths as unknown as new (configuration: Configuration) => Paths & ApiType,
  );
  return (path) => client.get(path);
}

/**
 * A namespace with the objects of these kinds in it, as the cluster has them now. A kind that may not be listed, or that
 * the cluster doesn't have, is unseen.
 *
 * @throws where the cluster can't be asked, or doesn't show the namespace.
 */
export async function survey(get: Get, namespace: string, kinds: readonly KindOfObject[]): Promise<Seen> {
  const [own, ...listed] = await Promise.all([
    get(`/api/v1/namespaces/${namespace}`),
    ...kinds.map(async (kind) => ({ kind, ...(await get(listPath(namespace, kind))) })),
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

/** The API server's path of all objects of a kind in a namespace; the kinds that are used here have regular plurals. */
export function listPath(namespace: string, { apiVersion, kind }: KindOfObject): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = `${kind.toLowerCase()}s`.replace(/([^aeiou])ys$/, "$1ies");
  return `${group}/namespaces/${namespace}/${plural}`;
}

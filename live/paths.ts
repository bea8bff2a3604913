import type { KubeConfig, RequestContext } from "@kubernetes/client-node";
import { Agent as PlainAgent, request as askPlainly, type IncomingMessage } from "node:http";
import { Agent, request as askSecurely, type RequestOptions } from "node:https";
import { text } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";
import type { KindOfObject } from "../release/drift";
import { kubeConfig, patience, reasonOf, unreachable, type Way } from "./kubernetes";

/** The answer of an API server: the JSON of one with status 200 or 201, the text of any other. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An object as one manager of its fields wants it, over whatever else holds them (server-side apply). */
export interface Applied {
  readonly manager: string;
  readonly object: object;
}

/** Asks an API server for what it has at a path, or applies an object there. */
export type Ask = (path: string, applied?: Applied) => Promise<Answer>;

/**
 * The way to ask a cluster by paths: objects of any kind come as they are, where the client's own models rename some
 * parts (`default` in a LimitRange) and leave out what they don't know. Of the client's library only the small part is
 * loaded that reads a kubeconfig and signs in; its models take five times as long, which a rollback would wait for.
 * Requests share connections.
 *
 * @throws as `kubeConfig`, and where its context leads to no cluster.
 */
export async function openPaths(way: Way = {}): Promise<Ask> {
  const config = await kubeConfig(way);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error("The kubeconfig's current context leads to no cluster.");
  const signIn = signInBy(config);
  return async (path, applied) => {
    const query =
      applied && `?${new URLSearchParams({ fieldManager: applied.manager, force: "true" }).toString()}`;
    const address = `${server.replace(/\/$/, "")}${path}${query ?? ""}`;
    const { headers, agent } = await signIn();
    if (applied !== undefined) headers["content-type"] = "application/apply-patch+yaml"; // JSON is YAML
    const signal = AbortSignal.timeout(patience);
    const method = applied === undefined ? "GET" : "PATCH";
    const body = applied && JSON.stringify(applied.object);
    try {
      const answer = await answerTo(address, { method, headers, agent, signal }, body);
      const { statusCode: status = 0 } = answer;
      const said = await text(answer); // an answer that never ends is none
      return { status, body: status === 200 || status === 201 ? (JSON.parse(said) as unknown) : said };
    } catch (error) {
      throw unreachable(address, signal.aborted ? patience : reasonOf(error));
    }
  };
}

/** @throws where the API server refuses. */
export async function askFor<T>(ask: Ask, path: string, applied?: Applied): Promise<T> {
  const { status, body } = await ask(path, applied);
  if (status === 200 || status === 201) return body as T;
  throw new Error(`The cluster answers ${path} with status ${status}: ${String(body)}`);
}

const answerTo = (address: string, options: RequestOptions, body: string | undefined) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const ask = address.startsWith("https:") ? askSecurely : askPlainly;
    ask(address, options, resolve).on("error", reject).end(body);
  });

/** Seconds for which a connection is kept without a request: no API server or load balancer closes it before. */
const keptSeconds = 4;

/**
 * Headers and connections for one request, as the library makes them for each of its own: a token that ran out is
 * renewed. Its agent closes the connection after one request; here they are kept for the next.
 */
function signInBy(config: KubeConfig) {
  let made: Agent | undefined;
  let kept: Agent | undefined;
  return async () => {
    const headers: Record<string, string> = { accept: "application/json" };
    let agent: Agent | undefined;
    const request: Pick<RequestContext, "setHeaderParam" | "setAgent"> = {
      setHeaderParam: (name, value) => (headers[name] = value),
      setAgent: (one) => (agent = one as Agent),
    };
    await config.applySecurityAuthentication(request as RequestContext);
    const { options } = agent ?? {};
    const Kept = [Agent, PlainAgent].find(
      ({ prototype }) => Object.getPrototypeOf(agent ?? {}) === prototype,
    );
    if (Kept === undefined) return { headers, agent }; // one that goes through a proxy is left as it is
    if (kept === undefined || !isDeepStrictEqual(options, made?.options)) {
      made = agent;
      kept = new Kept({ ...options, keepAlive: true, timeout: keptSeconds * 1000 }) as Agent;
    }
    return { headers, agent: kept };
  };
}

/** The API server's path of all objects of a kind in a namespace; the kinds that are used here have regular plurals. */
export function listPath(namespace: string, { apiVersion, kind }: KindOfObject): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = `${kind.toLowerCase()}s`.replace(/([^aeiou])ys$/, "$1ies");
  return `${group}/namespaces/${namespace}/${plural}`;
}

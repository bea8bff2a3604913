import type {
  ApiConstructor,
  ApiType,
  AppsV1Api,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  HttpLibrary,
  KubeConfig,
} from "@kubernetes/client-node";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The cluster as `kubectl` would see it. */
export interface Kubernetes {
  readonly apps: AppsV1Api;
  readonly core: CoreV1Api;
  readonly custom: CustomObjectsApi;
  readonly coordination: CoordinationV1Api;
}

/** Milliseconds for one request about a lease: no command should wait long for one. */
const leasePatience = 2000;

export const httpRoutes = {
  group: "gateway.networking.k8s.io",
  version: "v1",
  plural: "httproutes",
} as const;

/** The way to a cluster: a kubeconfig that is handed over, or a context of the user's own. */
export interface Way {
  /** Unset means the current one. */
  readonly context?: string | undefined;
  /** In JSON or YAML; unset means the one that `kubectl` reads. */
  readonly kubeconfig?: string | undefined;
}

/** Opens a cluster; the client's library is loaded only now. @throws as `kubeConfig`. */
export async function openKubernetes(way: Way = {}): Promise<Kubernetes> {
  const config = await kubeConfig(way);
  const { AppsV1Api, CoordinationV1Api, CoreV1Api, CustomObjectsApi } = await kubernetesClient();
  return {
    apps: await boundedClient(config, AppsV1Api),
    core: await boundedClient(config, CoreV1Api),
    custom: await boundedClient(config, CustomObjectsApi),
    coordination: await boundedClient(config, CoordinationV1Api, leasePatience),
  };
}

/**
 * The kubeconfig, with the context as its current one.
 *
 * @throws where it has no such context, and where there is none: an empty KUBECONFIG says so, as in the settings; an
 *   offline diff relies on it.
 */
export async function kubeConfig({ context, kubeconfig }: Way): Promise<KubeConfig> {
  if (kubeconfig === undefined && process.env.KUBECONFIG === "")
    throw new Error("KUBECONFIG is empty, so there is no cluster to ask.");
  const { KubeConfig } = await signIn();
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromString(kubeconfig);
  if (context === undefined) return config;
  if (config.getContextObject(context) === null)
    throw new Error(`Your kubeconfig has no context ${context}${howToGet(context)}.`);
  config.setCurrentContext(context);
  return config;
}

/** The AWS CLI calls a cluster's context by its ARN. */
function howToGet(context: string): string {
  const [, region, cluster] = /^arn:aws:eks:([^:]+):\d+:cluster\/(.+)$/.exec(context) ?? [];
  return cluster === undefined
    ? ""
    : `: run \`aws eks update-kubeconfig --region ${region ?? ""} --name ${cluster}\``;
}

/** Milliseconds for one request: an API server answers ours, which are small, within some hundredths of a second. */
export const patience = 10_000;

/**
 * A client whose requests end, also where an API server takes them and never answers. The library has no limit: a hook
 * would wait, and hold the stack's lock, permanently.
 *
 * @param milliseconds for one request with its answer.
 */
export async function boundedClient<T extends ApiType>(
  config: KubeConfig,
  Api: ApiConstructor<T>,
  milliseconds = patience,
): Promise<T> {
  const { ResponseContext, wrapHttpLibrary } = await kubernetesClient();
  const bounded = (http: HttpLibrary): HttpLibrary =>
    wrapHttpLibrary({
      send: async (request) => {
        const signal = AbortSignal.timeout(milliseconds);
        request.setSignal(signal);
        try {
          const { httpStatusCode, headers, body } = await http.send(request).toPromise();
          const whole = await body.binary(); // an answer that never ends is none
          return new ResponseContext(httpStatusCode, headers, {
            binary: () => Promise.resolve(whole),
            text: () => Promise.resolve(whole.toString()),
          });
        } catch (error) {
          throw unreachable(request.getUrl(), signal.aborted ? milliseconds : reasonOf(error));
        }
      },
    });
  type Configuration = ConstructorParameters<typeof Api>[0];
  class Bounded {
    constructor(configuration: Configuration) {
      return new Api({ ...configuration, httpApi: bounded(configuration.httpApi) });
    }
  }
  return config.makeApiClient(Bounded as ApiConstructor<T>);
}

/** The reason in node-fetch's `request to <address> failed, reason: …`; an error of two addresses has only a code. */
export function reasonOf(error: unknown): string {
  const { message = "", code } = error as NodeJS.ErrnoException;
  const reason = message.split("reason: ").at(-1) ?? "";
  return reason === "" ? (code ?? "no reason given") : reason;
}

/** @param reason why there was no answer, or the milliseconds in which there was none. */
export function unreachable(address: string, reason: string | number): Error {
  const why = typeof reason === "number" ? `no answer within ${reason / 1000} s` : reason;
  return new Error(
    `The cluster at ${new URL(address).origin} can't be reached (${why}): check with \`kubectl get nodes\` that it runs.`,
  );
}

/** What is used of the official client. */
export const kubernetesClient = (): Promise<Client> =>
  Promise.resolve(inOneFile<Client>("kubernetes-client.js") ?? (require("./kubernetes-client") as Client));
type Client = typeof import("./kubernetes-client");

const signIn = (): Promise<SignIn> =>
  Promise.resolve(inOneFile<SignIn>("kubeconfig.js") ?? (require("./kubeconfig") as SignIn));
type SignIn = typeof import("./kubeconfig");

/** The file that was made of a file beside this one; undefined where it isn't there. */
function inOneFile<T>(name: string): T | undefined {
  const file = [name, `../node_modules/.cache/turnout/${name}`]
    .map((place) => join(__dirname, place))
    .find(existsSync);
  return file === undefined ? undefined : (require(file) as T);
}

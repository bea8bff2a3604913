import type { ApiConstructor, ApiType, HttpLibrary, KubeConfig } from "@kubernetes/client-node";
import { kubernetesClient } from "./kubernetes-client";

/** Milliseconds for one request: an API server answers ours, which are small, within some hundredths of a second. */
const patience = 10_000;

/**
 * A client whose requests end, also where an API server takes them and never answers. The library knows no limit: a
 * hook, and with it the stack's lock, would be held for ever.
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
          const reason = signal.aborted ? `no answer within ${milliseconds / 1000} s` : reasonOf(error);
          throw unreachable(request.getUrl(), reason);
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

/** What node-fetch says after `request to <address> failed, reason: `; an error of two addresses has a code only. */
function reasonOf(error: unknown): string {
  const { message = "", code } = error as NodeJS.ErrnoException;
  const reason = message.split("reason: ").at(-1) ?? "";
  return reason === "" ? (code ?? "no reason given") : reason;
}

const unreachable = (address: string, reason: string) =>
  new Error(
    `The cluster at ${new URL(address).origin} can't be reached (${reason}): check with \`kubectl get nodes\` that it runs.`,
  );

import type { ConfigurationOptions } from "@kubernetes/client-node";
import { kubernetesClient } from "../live/kubernetes-client";

/**
 * Options that end a request to the cluster after so many milliseconds. The library has no limit of its own, and a
 * command could not end before a request to a cluster that doesn't answer.
 */
export async function within(milliseconds: number): Promise<ConfigurationOptions> {
  const { setHeaderMiddleware } = await kubernetesClient();
  const accept = setHeaderMiddleware("Accept", "application/json"); // the library's way to make a middleware
  return {
    middleware: [
      {
        pre: (request) => {
          request.setSignal(AbortSignal.timeout(milliseconds));
          return accept.pre(request);
        },
        post: (response) => accept.post(response),
      },
    ],
    middlewareMergeStrategy: "append",
  };
}

import type { KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";

/** The cluster's objects of any kind, as somebody else in a group sees and changes them. */
export async function actingAs(user: string, group: string): Promise<KubernetesObjectApi> {
  const { createConfiguration, KubeConfig, KubernetesObjectApi, ServerConfiguration } =
    await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  const server = config.getCurrentCluster()?.server ?? "";
  return new KubernetesObjectApi(
    createConfiguration({
      baseServer: new ServerConfiguration(server, {}),
      authMethods: { default: config },
      promiseMiddleware: [
        {
          pre: (request) => {
            request.setHeaderParam("Impersonate-User", user);
            request.setHeaderParam("Impersonate-Group", group);
            return Promise.resolve(request);
          },
          post: (response) => Promise.resolve(response),
        },
      ],
    }),
  );
}

/** `done`, or what the API server says against it. */
export async function outcomeOf(change: Promise<unknown>): Promise<string> {
  try {
    await change;
    return "done";
  } catch (error) {
    const { body } = error as { body?: unknown };
    if (typeof body !== "string") throw error;
    if (!body.startsWith("{")) return body.trim(); // of a kind that nobody defined
    return (JSON.parse(body) as { message?: string }).message ?? body;
  }
}

/** Makes an object, or puts it in the place of what has its name. */
export async function put(api: KubernetesObjectApi, object: KubernetesObject): Promise<void> {
  await api.delete(object).catch(() => undefined);
  await api.create(object);
}

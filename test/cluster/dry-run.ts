import type { KubernetesObject } from "@kubernetes/client-node";
import { request, type RequestOptions } from "node:https";

interface Answer {
  readonly code: number;
  readonly body: { readonly message?: string; readonly resources?: readonly Kind[] };
}

interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

/**
 * Shows an object to the API server as a server-side apply that is not carried out, every unknown field an error. Not
 * through the client's own classes: they leave out what they don't know before anything is sent.
 *
 * @returns `accepted`, `unknown` for a kind that nobody defined, or the server's own words.
 */
export async function dryRun({ apiVersion = "", kind = "", ...rest }: KubernetesObject): Promise<string> {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { body: known } = await ask("GET", group);
  const resource = known.resources?.find((one) => one.kind === kind && !one.name.includes("/"));
  if (resource === undefined) return "unknown";
  const { name = "", namespace = "default" } = rest.metadata ?? {};
  const path = `${group}${resource.namespaced ? `/namespaces/${namespace}` : ""}/${resource.name}/${name}`;
  const how = "dryRun=All&fieldManager=turnout-test&force=true&fieldValidation=Strict";
  const { code, body } = await ask("PATCH", `${path}?${how}`, { apiVersion, kind, ...rest });
  return code < 300 ? "accepted" : (body.message ?? String(code));
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromDefault();
  const headers = {
    accept: "application/json",
    ...(body && { "content-type": "application/apply-patch+yaml" }),
  };
  const options: RequestOptions = { method, headers };
  await config.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    const asking = request(new URL(path, config.getCurrentCluster()?.server), options, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => {
        const code = response.statusCode ?? 0;
        resolve({
          code,
          body: text.startsWith("{") ? (JSON.parse(text) as Answer["body"]) : { message: text },
        });
      });
    });
    asking.on("error", reject);
    asking.end(body && JSON.stringify(body));
  });
}

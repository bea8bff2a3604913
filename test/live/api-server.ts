import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Backend } from "../traffic/backend";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** An API server as far as a release asks one: it answers what it is told to, over HTTP, and keeps what it was asked. */
export class ApiServer {
  readonly asked: Asked[] = [];
  /** By path; what isn't here is not found. */
  readonly objects: Record<string, object> = {};
  /** Code that a change is refused with. */
  refusal: number | undefined;
  /** It takes every request and answers none. */
  silent = false;
  /** It begins every answer and ends none. */
  halting = false;
  /** Called at each change. */
  onChange: () => void = () => undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), "turnout-api-"));
  private readonly kubeconfig = process.env.KUBECONFIG;

  private constructor(private readonly backend: Backend) {}

  /** From now on every client of this process that reads a kubeconfig comes here, through each of these contexts. */
  static async start(...contexts: readonly string[]): Promise<ApiServer> {
    const server: ApiServer = new ApiServer(
      await Backend.start((request, response) => {
        void server.answer(request).then(({ code, content }) => {
          if (server.silent) return;
          response.writeHead(code, { "content-type": "application/json" });
          if (server.halting) response.write("{");
          else response.end(JSON.stringify(content));
        });
      }),
    );
    const file = join(server.folder, "config");
    writeFileSync(file, JSON.stringify(kubeconfig(server.backend.url, contexts)));
    process.env.KUBECONFIG = file;
    return server;
  }

  get url(): string {
    return this.backend.url.replace(/\/$/, "");
  }

  get connections(): number {
    return this.backend.connections;
  }

  async stop(): Promise<void> {
    if (this.kubeconfig === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = this.kubeconfig;
    rmSync(this.folder, { recursive: true });
    await this.backend.stop();
  }

  private async answer(request: IncomingMessage): Promise<{ code: number; content: object }> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
    const { method = "" } = request;
    const body = await text(request);
    this.asked.push({
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      contentType: request.headers["content-type"],
      authorization: request.headers.authorization,
      body: body === "" ? undefined : (JSON.parse(body) as unknown),
    });
    const object = this.objects[pathname];
    const code = object === undefined ? 404 : method === "GET" ? 200 : (this.refusal ?? 200);
    if (method !== "GET" && code === 200) this.onChange();
    return { code, content: code === 200 && object ? object : { kind: "Status", code } };
  }
}

const withoutTls = { "insecure-skip-tls-verify": true };

const kubeconfig = (server: string, contexts: readonly string[]) => ({
  apiVersion: "v1",
  kind: "Config",
  "current-context": contexts[0],
  clusters: [
    { name: "here", cluster: { server, ...withoutTls } },
    { name: "nowhere", cluster: { server: "http://127.0.0.1:1", ...withoutTls } },
  ],
  users: [{ name: "me", user: {} }],
  contexts: [
    ...contexts.map((name) => ({ name, context: { cluster: "here", user: "me" } })),
    { name: "elsewhere", context: { cluster: "nowhere", user: "me" } },
  ],
});

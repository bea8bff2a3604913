import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Target, targetOf } from "../../traffic/request";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server in the place of the gateway: what it answers may change at any time. */
export class Backend {
  connections = 0;
  readonly requests: IncomingMessage[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.requests.push(request);
    this.answer(request, response);
  }).on("connection", () => this.connections++);

  private constructor(public answer: Answer) {}

  static async start(answer: Answer): Promise<Backend> {
    const backend = new Backend(answer);
    await new Promise<void>((resolve) => backend.server.listen(0, "127.0.0.1", resolve));
    return backend;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  get target(): Target {
    return targetOf(this.url, "X-Release");
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Answers as a release does. */
export const as =
  (release: string, status = 200, milliseconds = 0): Answer =>
  (_, response) =>
    void setTimeout(() => response.writeHead(status, { "x-release": release }).end("hello"), milliseconds);

/** Answers as a gateway does for itself. */
export const asGateway =
  (status: number): Answer =>
  (_, response) =>
    void response.writeHead(status).end("no backend");

export const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

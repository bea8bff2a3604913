import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AUTHOR } from "../../tools/comment-plan.mjs";
import type { Comment, Pull } from "../../tools/comment-plan.mjs";

/** As much of GitHub's REST API as a comment needs, with its comments in memory. */
export class FakeGitHub {
  comments: Comment[] = [];
  /** Every request so far, as "METHOD /path". */
  readonly calls: string[] = [];
  /** HTTP status of every answer; 403 simulates a missing permission. */
  status = 200;
  constructor(readonly pull: Pull) {}

  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      assert.equal(request.headers.authorization, "Bearer secret-token");
      const text = Buffer.concat(chunks).toString();
      const sent = text ? (JSON.parse(text) as { body: string }) : { body: "" };
      response.writeHead(this.status, { "content-type": "application/json" });
      response.end(JSON.stringify(this.answer(request.method ?? "", request.url ?? "", sent.body)));
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(method: string, url: string, body: string): unknown {
    this.calls.push(`${method} ${url}`);
    const { pathname, searchParams } = new URL(url, this.url);
    const call = `${method} ${pathname.replace("/repos/owner/app", "")}`;
    if (call === "GET /pulls/5") return this.pull;
    if (call === "GET /issues/5/comments") {
      const size = Number(searchParams.get("per_page"));
      const from = (Number(searchParams.get("page")) - 1) * size;
      return this.comments.slice(from, from + size);
    }
    if (call === "POST /issues/5/comments") {
      const added = { id: 1000 + this.comments.length, user: { login: AUTHOR }, body };
      this.comments.push(added);
      return added;
    }
    const id = Number(/^PATCH \/issues\/comments\/(\d+)$/.exec(call)?.[1]);
    const found = this.comments.find((one) => one.id === id);
    assert.ok(found, `unexpected call ${call}`);
    found.body = body;
    return found;
  }
}

import { connect, type Socket } from "node:net";
import type { LoadOrder, LoadTally } from "./load";

/**
 * Asks as fast as it is answered over so many connections, one request on each at a time, and counts. A process of its
 * own, on bare sockets: Node's own client costs five times the CPU, on a machine that also runs what is measured.
 */
const order = JSON.parse(process.argv[2] ?? "") as LoadOrder;
const tally: LoadTally = { requests: 0, failures: [], releases: {}, seconds: 0 };
const begun = performance.now();
const timeout = 10_000; // milliseconds until a request counts as failed
let running = true;
let open = 0;

/** Requests that may have been sent by now. */
const due = () => (order.mostPerSecond * (performance.now() - begun)) / 1000;
let sent = 0;

class Connection {
  private readonly request: string;
  private socket: Socket | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Result of the answer that is awaited; undefined where there is none. */
  private answer: string | undefined;

  constructor(host: string) {
    this.request = `GET ${order.path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    open++;
    this.next();
  }

  private next(): void {
    if (!running) return this.close();
    if (sent >= due()) return void setTimeout(() => this.next(), 2);
    sent++;
    this.answer = "";
    this.timer = setTimeout(() => {
      this.end("no answer within 10 s");
      this.socket?.destroy();
    }, timeout);
    this.socket ??= this.connect();
    this.socket.write(this.request);
  }

  private connect(): Socket {
    const socket = connect(order.port, "127.0.0.1").setNoDelay();
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => this.read(text));
    socket.on("error", ({ message }) => this.end(message));
    socket.on("close", () => {
      if (this.socket === socket) this.socket = undefined;
      this.end("connection closed before the answer");
    });
    return socket;
  }

  private read(text: string): void {
    if (this.answer === undefined) return;
    this.answer += text;
    const head = this.answer.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.answer)?.[1];
    if (length === undefined) return this.end("answer without Content-Length");
    if (this.answer.length < head + 4 + Number(length)) return;
    const status = this.answer.slice(9, 12);
    const release = /\r\nx-release: *([^\r]*)/i.exec(this.answer)?.[1];
    if (release !== undefined) see(release);
    this.end(status === "200" ? undefined : `status ${status}`);
  }

  private end(failure: string | undefined): void {
    if (this.answer === undefined) return;
    this.answer = undefined;
    clearTimeout(this.timer);
    tally.requests++;
    if (failure !== undefined) tally.failures.push({ at: Date.now(), reason: failure });
    this.next();
  }

  private close(): void {
    this.socket?.destroy();
    if (--open > 0) return;
    tally.seconds = (performance.now() - begun) / 1000;
    if (process.connected) process.send?.(tally, () => process.disconnect());
  }
}

function see(release: string): void {
  const seen = tally.releases[release];
  const now = Date.now();
  if (seen === undefined) {
    tally.releases[release] = { first: now, last: now, requests: 1 };
    process.send?.({ seen: release });
  } else {
    seen.last = now;
    seen.requests++;
  }
}

for (const end of ["message", "disconnect"]) process.on(end, () => (running = false)); // or the tests died
for (let number = 0; number < order.connections; number++)
  new Connection(order.hosts[number % order.hosts.length] ?? "");

import { lookup as resolve } from "node:dns";
import { request, type Agent, type IncomingMessage } from "node:http";
import { request as requestTls } from "node:https";
import type { LookupFunction } from "node:net";

/** The address of requests, and the header by which an answer names its release. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** With its query. */
  readonly path: string;
  readonly tls: boolean;
  /** Name of the load balancer that is asked for the host, where no DNS leads from one to the other. */
  readonly via?: string;
  /** Header of an answer that names its release; without one nobody can tell the releases apart. */
  readonly header?: string;
}

/** @throws Error, one sentence, where the address is none that HTTP can ask. */
export function targetOf(address: string, header?: string, via?: string): Target {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Error(
      `${JSON.stringify(address)} can't be asked: an address is one such as "https://web.example.org/".`,
    );
  const tls = url.protocol === "https:";
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"), // an IPv6 address has brackets only in a URL
    port: url.port === "" ? (tls ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    tls,
    ...(header !== undefined && { header }),
    ...(via !== undefined && { via }),
  };
}

/** The address again, as a person would type it. */
export function addressOf({ host, port, path, tls }: Target): string {
  const shownPort = port === (tls ? 443 : 80) ? "" : `:${port}`;
  return `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}${shownPort}${path}`;
}

/**
 * Resolves names as the system does, but those under `.localhost` always to 127.0.0.1: RFC 6761 §6.3 says so, and
 * not every resolver does. The Host header and the name in TLS stay what they are.
 */
const lookup: LookupFunction = (hostname, options, done) => {
  if (!/\.localhost\.?$/i.test(hostname)) return resolve(hostname, options, done);
  const [address, family] = ["127.0.0.1", 4];
  setImmediate(() => (options.all ? done(null, [{ address, family }]) : done(null, address, family)));
};

/** How the name of a target becomes an address. */
export const lookupOf = ({ via }: Target): LookupFunction =>
  via === undefined ? lookup : (_hostname, options, done) => resolve(via, options, done);

/** One request of our own, and what came back. */
export interface Sample {
  /** When it was asked, in milliseconds since 1970. */
  readonly at: number;
  /** From asking until the answer's last byte, or until it broke. */
  readonly milliseconds: number;
  /** 0 where no whole answer came. */
  readonly status: number;
  /** The release that answered, by its own word. */
  readonly release?: string;
  /** Why the application gave no answer. */
  readonly error?: string;
}

/** Whether a user would have got no answer, or a server error. */
export const failed = ({ status, error }: Sample): boolean => error !== undefined || status >= 500;

/** When a sample's answer was complete, in milliseconds since 1970. */
export const answeredAt = ({ at, milliseconds }: Sample): number => at + milliseconds;

/**
 * Asks once. Never rejects: a connection that is refused, breaks or takes too long is a sample too.
 * The answer counts once its last byte is there, for a connection may also break within a body.
 */
export function ask(target: Target, agent: Agent, timeoutMilliseconds: number): Promise<Sample> {
  const at = Date.now();
  const started = performance.now();
  return new Promise((resolve) => {
    const finish = (answer: Pick<Sample, "status" | "release" | "error">) => {
      clearTimeout(timer);
      resolve({ at, milliseconds: performance.now() - started, ...answer });
    };
    const broke = (error: string) => finish({ status: 0, error });
    const { host, port, path, header } = target;
    const headers = { "user-agent": "turnout-probe", "cache-control": "no-cache" };
    const lookup = lookupOf(target);
    const asking = (target.tls ? requestTls : request)({ agent, host, port, path, headers, lookup });
    const giveUp = () => {
      broke(`no answer within ${timeoutMilliseconds / 1000} s`);
      asking.destroy();
    };
    // After a look at the sockets: where this process was busy for long, the answer may already wait there.
    const timer = setTimeout(() => setImmediate(giveUp), timeoutMilliseconds);
    asking.on("error", (error) => broke(reasonOf(error)));
    let whole = (): boolean => false;
    // An answer may be whole and not read to its end yet, where its end is that of the connection.
    asking.on("close", () => whole() || broke("the connection was closed before the answer was whole"));
    asking.on("response", (response) => {
      whole = () => response.complete;
      response.on("end", () => finish(answerOf(response, header)));
      response.resume();
    });
    asking.end();
  });
}

/** An error of `localhost`, which is tried at two addresses, has a code and no message. */
const reasonOf = (error: NodeJS.ErrnoException) => error.message || (error.code ?? error.name);

/** Printed as it is, in terminals and Markdown, so a text that could be more than a name is ignored. */
const releaseForm = /^[\w.+:@/-]{1,63}$/;

/** A refusal that names no release, where releases name themselves, is the gateway's own: no release was asked. */
function answerOf({ statusCode = 0, headers }: IncomingMessage, header: string | undefined) {
  if (header === undefined) return { status: statusCode };
  const release = headers[header.toLowerCase()];
  if (typeof release === "string" && releaseForm.test(release)) return { status: statusCode, release };
  if (statusCode < 400) return { status: statusCode };
  return { status: statusCode, error: `status ${statusCode} without ${header}` };
}

import { lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";

/** Where requests go, and what tells in an answer who gave it. */
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

import { HASH_SUFFIX, LIMITS, shortHash } from "./slug";

const SEPARATOR = "--";
const MOST_OF_APPLICATION = 20;

/**
 * The hostname of an application: `<namespace>.<domain>` for the first one (leave `application` out),
 * `<namespace>--<application>.<domain>` for every further one. All are one label under the domain, so one
 * wildcard certificate and one DNS record cover them. Neither a namespace of ours nor an application's name holds
 * `--`, so no two pairs share a label; where it would pass 63 characters it is cut and ends in a short hash.
 *
 * @param domain at most 189 characters, so that the whole stays within 253; the settings check it.
 */
export function hostOf(namespace: string, domain: string, application?: string): string {
  return `${application === undefined ? namespace : furtherLabel(namespace, application)}.${domain}`;
}

/**
 * The hostname of what was released last, promoted or not: `<namespace>--preview.<domain>` and
 * `<namespace>--<application>--preview.<domain>`. No application may be called `preview`.
 */
export function previewHostOf(namespace: string, domain: string, application?: string): string {
  return hostOf(
    namespace,
    domain,
    application === undefined ? "preview" : `${application}${SEPARATOR}preview`,
  );
}

/** Where a host answers: over HTTPS at its port, else over HTTP; the protocol's own port is left out. */
export const urlOf = (host: string, port: number): string =>
  port === 443 ? `https://${host}/` : `http://${host}${port === 80 ? "" : `:${port}`}/`;

function furtherLabel(namespace: string, application: string): string {
  const label = namespace + SEPARATOR + application;
  // A name that looks hashed already is hashed too: it could be the cut name of another.
  if (label.length <= LIMITS.dnsLabel && !HASH_SUFFIX.test(application)) return label;
  const end = `${SEPARATOR}${cut(application, MOST_OF_APPLICATION)}-${shortHash(label)}`;
  return cut(namespace, LIMITS.dnsLabel - end.length) + end;
}

function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/-+$/, "");
}

/** A hostname and where it answers. */
export interface Entry {
  readonly host: string;
  readonly url: string;
  /** Name of the load balancer, where no DNS leads from the host to it: `curl -H "Host: <host>" http://<via>/`. */
  readonly via?: string | undefined;
}

export interface Entries {
  readonly entry: Entry;
  /** Of what was released last, promoted or not. */
  readonly preview: Entry;
}

/** Inputs of the hostnames of an environment. */
interface EntryArgs {
  readonly domain: string;
  readonly gateway: { readonly port: number };
  readonly via?: string | undefined;
  /** In their order: the first one is at the bare hostname. */
  readonly applications: readonly { readonly name: string }[];
}

/** Where the applications of an environment answer, by name. */
export function entriesOf(
  namespace: string,
  { domain, gateway, applications, via }: EntryArgs,
): (name: string) => Entries {
  return (name) => {
    const further = name === applications[0]?.name ? undefined : name;
    const entry = (host: string): Entry => ({
      host,
      url: urlOf(host, gateway.port),
      ...(via !== undefined && { via }),
    });
    return {
      entry: entry(hostOf(namespace, domain, further)),
      preview: entry(previewHostOf(namespace, domain, further)),
    };
  };
}

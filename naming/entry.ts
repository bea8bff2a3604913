import { hostOf, previewHostOf, urlOf } from "./host";

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

/** What the hostnames of an environment follow from. */
export interface EntryArgs {
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

import { openKubernetes } from "../live/kubernetes";
import { liveApplication, liveObjects } from "../live/look";
import { moveRoute } from "../live/move-route";
import { watch } from "../live/watch";
import { labels } from "../release/labels";
import { retreatOf } from "../release/retreat";
import type { Switch } from "../traffic/proof";

export interface FastRollback {
  readonly namespace: string;
  readonly context: string | undefined;
  /** The one that is meant; undefined means the only one that can go back. */
  readonly application: string | undefined;
  readonly urlOf: (host: string) => string;
  readonly headerOf: (application: string) => string | undefined;
}

/**
 * Moves the traffic back at once, before the engine has started: two weights of a route whose other color is warm.
 * The engine records it right after. Where it dies in between, every change that could harm is refused until the
 * cluster is read back (release/guard.ts).
 *
 * @returns what was seen of it by application; nothing where no application can go back that way.
 */
export async function fastRollback(args: FastRollback): Promise<Record<string, Switch>> {
  const kubernetes = await openKubernetes({ context: args.context });
  const objects = await liveObjects(kubernetes, args.namespace);
  const ways = objects.routes.flatMap((route) => {
    const name = route.metadata?.labels?.[labels.application] ?? "";
    if (route.metadata?.name !== name || (args.application ?? name) !== name) return [];
    const retreat = retreatOf(liveApplication(objects, name));
    return retreat ? [{ name, route, retreat }] : [];
  });
  const [way, another] = ways;
  if (way === undefined || another !== undefined) return {};
  const { name, route, retreat } = way;
  const url = args.urlOf((route.spec as { hostnames?: string[] }).hostnames?.[0] ?? "");
  const subject = { namespace: args.namespace, application: name, url, header: args.headerOf(name) };
  const end = watch(subject, () => Promise.resolve(true));
  const change = { at: Date.now(), from: retreat.rejected, to: retreat.release, share: 100 };
  try {
    await moveRoute(kubernetes, route, retreat);
  } catch (error) {
    await end(change, 0); // nothing is there to be seen, and nobody is to be asked any more
    throw error;
  }
  const { proof } = await end(change, 30);
  return { [name]: proof };
}

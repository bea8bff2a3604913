import { openKubernetes } from "../live/kubernetes";
import { liveApplication, liveObjects, type LiveRoute } from "../live/look";
import { moveRoute } from "../live/move-route";
import { watch } from "../live/watch";
import { labels } from "../release/labels";
import { retreatOf } from "../release/retreat";
import { switchOf, type Switch } from "../traffic/proof";
import type { Reach } from "./reach";

/** Seconds in which a gateway has usually taken a changed route; the engine is not kept from recording it for longer. */
const proofSeconds = 5;

export interface FastRollback {
  readonly namespace: string;
  readonly reach: Reach;
  /** The one that is meant; undefined means the only one that can go back. */
  readonly application: string | undefined;
  readonly headerOf: (application: string) => string | undefined;
}

/**
 * Moves the traffic back at once, before the engine has started: two weights of a route whose other color is warm.
 * The engine records it right after. Where it dies in between, every change that could harm is refused until the
 * cluster is read back (release/guard.ts).
 *
 * @returns what was seen of it by application; nothing where no application can go back that way.
 * @throws where the cluster can't be asked, or somebody changed the route in between.
 */
export async function fastRollback(args: FastRollback): Promise<Record<string, Switch>> {
  const kubernetes = await openKubernetes(args.reach.way);
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
  const entry = args.reach.entryOf(name);
  const change = { at: Date.now(), from: retreat.rejected, to: retreat.release, share: 100 };
  if (entry === undefined || !leadsTo(entry.url, route)) {
    await moveRoute(kubernetes, route, retreat);
    return { [name]: switchOf(change, []) }; // nobody knows where to look, so nothing was seen
  }
  const subject = { namespace: args.namespace, application: name, ...entry, header: args.headerOf(name) };
  const end = watch(subject, () => Promise.resolve(true));
  try {
    await moveRoute(kubernetes, route, retreat);
  } catch (error) {
    await end(change, 0); // nothing is there to be seen, and nobody is to be asked any more
    throw error;
  }
  const { proof } = await end(change, proofSeconds);
  return { [name]: proof };
}

/** An address that was recorded, and never came to be the route's, would be somebody else's, or nobody's. */
const leadsTo = (url: string, { spec }: LiveRoute) =>
  ((spec as { hostnames?: string[] } | undefined)?.hostnames ?? []).includes(new URL(url).hostname);

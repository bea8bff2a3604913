import type { Way } from "../live/kubernetes";
import { liveApplication, liveObjects, type LiveRoute } from "../live/look";
import { moveRoute } from "../live/move-route";
import { openPaths } from "../live/paths";
import { observeMove } from "../live/witness";
import type { Entry } from "../naming/host";
import { ownerOf } from "../naming/owner";
import {
  type Checkpoint,
  recordedApplication,
  recordedCluster,
  recordedGateway,
  recordedState,
  stackOutputs,
} from "../release/checkpoint";
import type { ClusterObject } from "../release/drift";
import { labels, type RecordedApplication } from "../release/model";
import { retreatOf } from "../release/guard";
import { clusterIdentity, expectedCluster, readKubeconfigs } from "../program/kubeconfig";
import type { PlatformOutputs } from "../program/platform-outputs";
import { type Switch, switchOf } from "../traffic/switch";
import { lastCheckpoint } from "./backend";
import type { Subject } from "./subject";

/** Seconds in which a gateway usually applies a changed route; the engine waits no longer to record it. */
const proofSeconds = 5;

export interface FastRollback {
  readonly namespace: string;
  readonly reach: Reach;
  /** Undefined means the only one that can go back. */
  readonly application: string | undefined;
  readonly headerOf: (application: string) => string | undefined;
}

/**
 * Moves the traffic back at once, before the engine has started: two weights of a route whose other color is warm. The
 * engine records it right after. Where it dies in between, every change that could harm is refused until the cluster is
 * read back (release/guard.ts).
 *
 * @returns the switches by application; empty where no application can go back that way.
 * @throws where the cluster can't be asked, or somebody changed the route in between.
 */
export async function fastRollback(args: FastRollback): Promise<Record<string, Switch>> {
  const ask = await openPaths(args.reach.way);
  const [objects, { status, body }] = await Promise.all([
    liveObjects(ask, args.namespace),
    ask(`/api/v1/namespaces/${args.namespace}`),
  ]);
  const found = ownerOf(status === 200 ? (body as ClusterObject) : undefined);
  // Another's route stays where it is; the update says whose it is.
  if (found !== undefined && found.state !== args.reach.state) return {};
  const ways = objects.routes.flatMap((route) => {
    const name = route.metadata?.labels?.[labels.application] ?? "";
    if (route.metadata?.name !== name || (args.application ?? name) !== name) return [];
    const retreat = retreatOf(liveApplication(objects, name), args.reach.recordedOf(name));
    return retreat ? [{ name, route, retreat }] : [];
  });
  const [way, another] = ways;
  if (way === undefined || another !== undefined) return {};
  const { name, route, retreat } = way;
  const entry = args.reach.entryOf(name);
  const change = { at: Date.now(), from: retreat.rejected, to: retreat.release, share: 100 };
  if (entry === undefined || !leadsTo(entry.url, route)) {
    await moveRoute(ask, route, retreat);
    return { [name]: switchOf(change, []) }; // no address is known, so there is no proof
  }
  const subject = { namespace: args.namespace, application: name, ...entry, header: args.headerOf(name) };
  const moving = moveRoute(ask, route, retreat);
  moving.catch(() => undefined); // waited for below
  await new Promise(setImmediate); // the write is on its way; to make ready for requests of our own takes a moment
  const end = observeMove(subject, () => Promise.resolve(true));
  try {
    await moving;
  } catch (error) {
    await end(change, 0); // nothing moved: only ends the requests
    throw error;
  }
  const { proof } = await end(change, proofSeconds);
  return { [name]: proof };
}

/** A recorded address that never became one of the route's hostnames may be somebody else's. */
const leadsTo = (url: string, { spec }: LiveRoute) =>
  ((spec as { hostnames?: string[] } | undefined)?.hostnames ?? []).includes(new URL(url).hostname);

/** The way to an environment before the engine has started. */
export interface Reach {
  readonly way: Way;
  /** Id of the stack's state; undefined where it was last updated before there were any. */
  readonly state?: string | undefined;
  /** An application as it was last recorded. */
  readonly recordedOf: (application: string) => RecordedApplication;
  /** An application's last recorded address; undefined where it isn't known. */
  readonly entryOf: (application: string) => Pick<Entry, "url" | "via"> | undefined;
}

/** The facts that lead to an environment's cluster. */
export interface Facts {
  readonly checkpoint: Checkpoint;
  /** Of the kubeconfig; unset means its current one. Nothing on AWS, where the platform hands over a kubeconfig. */
  readonly context?: string | undefined;
  /** Identity of the cluster that the context leads to. */
  readonly current?: string | undefined;
  /** Identity that the settings insist on. */
  readonly pinned?: string | undefined;
  /** On AWS: the ARN of the cluster by the settings, and what its stack last recorded. */
  readonly platform?: { readonly cluster: string; readonly checkpoint: Checkpoint } | undefined;
}

/**
 * The way to an environment, by the rules of the program (program/access.ts, components/environment/aws-stack.ts): to the
 * cluster that was recorded and no other, and to the load balancer where no DNS leads to it.
 *
 * @returns undefined where it isn't known that a way leads to that cluster: the engine says why, or finds one.
 */
export function reachOf({ checkpoint, context, current, pinned, platform }: Facts): Reach | undefined {
  const recorded = recordedCluster(checkpoint);
  if (recorded === undefined) return undefined;
  const state = recordedState(checkpoint);
  const recordedOf = (application: string) => recordedApplication(checkpoint, application);
  const urlOf = (application: string) =>
    (stackOutputs(checkpoint) as Partial<Told>).applications?.[application]?.url;
  if (platform !== undefined) {
    const { cluster, kubeconfig, gateways } = stackOutputs(platform.checkpoint) as Partial<PlatformOutputs>;
    if (recorded !== platform.cluster || cluster !== recorded || kubeconfig === undefined) return undefined;
    const via = gateways?.[recordedGateway(checkpoint) ?? ""]?.address;
    return {
      way: { kubeconfig },
      state,
      recordedOf,
      entryOf: (application) => entryOnAws(urlOf(application), via),
    };
  }
  if (current !== expectedCluster({ pinned, recorded })) return undefined;
  const entryOf = (application: string) => {
    const url = urlOf(application);
    return url === undefined ? undefined : { url };
  };
  return { way: { context }, state, recordedOf, entryOf };
}

/** With a domain there is DNS and HTTPS; without one an environment is reached only by the load balancer's own name. */
function entryOnAws(url: string | undefined, via: string | undefined): ReturnType<Reach["entryOf"]> {
  if (url?.startsWith("https:")) return { url };
  return url === undefined || via === undefined ? undefined : { url, via };
}

/** The way to an environment, by this machine's files. @throws where a stack's state can't be read. */
export async function readReach(subject: Subject): Promise<Reach | undefined> {
  const { platform, context, pinnedCluster: pinned } = subject;
  if (platform !== undefined) {
    const [checkpoint, itsOwn] = await Promise.all([
      subject.checkpoint(),
      lastCheckpoint(subject.root, platform.stack),
    ]);
    return reachOf({ checkpoint, platform: { cluster: platform.cluster, checkpoint: itsOwn } });
  }
  const current = clusterIdentity(readKubeconfigs(process.env), context);
  return reachOf({ checkpoint: await subject.checkpoint(), context, current, pinned });
}

interface Told {
  readonly applications: Readonly<Record<string, { readonly url?: string }>>;
}

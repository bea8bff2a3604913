import type { Way } from "../live/kubernetes";
import type { Entry } from "../naming/entry";
import { recordedCluster, recordedGateway, stackOutputs, type Checkpoint } from "../release/checkpoint";
import { clusterIdentity, readKubeconfigs } from "../settings/kubeconfig";
import type { PlatformOutputs } from "../stacks/platform-outputs";
import { contextOf, pinnedCluster, platformOf } from "./context";
import { lastCheckpoint } from "./last-checkpoint";

/** How an environment is got at before the engine has started. */
export interface Reach {
  readonly way: Way;
  /** Where an application was last recorded to answer; undefined where that isn't known. */
  readonly entryOf: (application: string) => Pick<Entry, "url" | "via"> | undefined;
}

/** What is known of an environment. */
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
 * The way to an environment, by the rules of the program (settings/cluster-guard.ts, stacks/aws-environment.ts): to the
 * cluster that was recorded and no other, and to the load balancer where no DNS leads to it.
 *
 * @returns undefined where it isn't known that a way leads to that cluster: the engine says why, or finds one.
 */
export function reachOf({ checkpoint, context, current, pinned, platform }: Facts): Reach | undefined {
  const recorded = recordedCluster(checkpoint);
  if (recorded === undefined) return undefined;
  const urlOf = (application: string) =>
    (stackOutputs(checkpoint) as Partial<Told>).applications?.[application]?.url;
  if (platform !== undefined) {
    const { cluster, kubeconfig, gateways } = stackOutputs(platform.checkpoint) as Partial<PlatformOutputs>;
    if (recorded !== platform.cluster || cluster !== recorded || kubeconfig === undefined) return undefined;
    const via = gateways?.[recordedGateway(checkpoint) ?? ""]?.address;
    return { way: { kubeconfig }, entryOf: (application) => entryOnAws(urlOf(application), via) };
  }
  if (current !== (pinned ?? recorded)) return undefined;
  const entryOf = (application: string) => {
    const url = urlOf(application);
    return url === undefined ? undefined : { url };
  };
  return { way: { context }, entryOf };
}

/** With a domain there is DNS, and HTTPS; without one nobody gets there but through the load balancer's own name. */
function entryOnAws(url: string | undefined, via: string | undefined): ReturnType<Reach["entryOf"]> {
  if (url?.startsWith("https:")) return { url };
  return url === undefined || via === undefined ? undefined : { url, via };
}

/** The same of what is on this machine. @throws where a stack's state can't be read. */
export async function readReach(root: string, stack: string): Promise<Reach | undefined> {
  const platform = platformOf(root, stack);
  if (platform !== undefined) {
    const stacks = [stack, platform.stack].map((one) => lastCheckpoint(root, one));
    const [checkpoint = {}, itsOwn = {}] = await Promise.all(stacks);
    return reachOf({ checkpoint, platform: { cluster: platform.cluster, checkpoint: itsOwn } });
  }
  const context = contextOf(root, stack);
  return reachOf({
    checkpoint: await lastCheckpoint(root, stack),
    context,
    current: clusterIdentity(readKubeconfigs(process.env), context),
    pinned: pinnedCluster(root, stack),
  });
}

interface Told {
  readonly applications: Readonly<Record<string, { readonly url?: string }>>;
}

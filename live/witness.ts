import type { Sight, Subject, Witness } from "../components/environment/witness";
import { httpRoutes, openKubernetes, type Kubernetes, type Way } from "./kubernetes";
import { isTaken, look, type LiveRoute } from "./look";
import { smoke } from "./smoke";
import { moved, notMoved } from "../traffic/move";
import { Probe } from "../traffic/probe";
import { type Change, switchOf } from "../traffic/switch";
import { addressOf, targetOf } from "../traffic/request";

/** Sees a cluster, and answers through its Gateway. */
export function liveWitness(way: Way): Witness {
  let opened: Promise<Kubernetes> | undefined;
  const kubernetes = () => (opened ??= openKubernetes(way));
  const routeIsTaken = async (namespace: string, name: string) => {
    const { custom } = await kubernetes();
    const route: unknown = await custom.getNamespacedCustomObject({ ...httpRoutes, namespace, name });
    return isTaken(route as LiveRoute);
  };
  return {
    look: async (namespace, application) => look(await kubernetes(), namespace, application),
    watch: (subject) => watch(subject, () => routeIsTaken(subject.namespace, subject.application)),
    smoke,
  };
}

/** Enough to see a switch to within some hundredths of a second, and no load to speak of. */
const requestsPerSecond = 50;

/** Of two gateways, one that lags hides behind so many answers in a row once in a million times. */
const rule = { consecutive: 20, quietMilliseconds: 300 };

/** Milliseconds between two looks at the gateway's answers. */
const pause = 20;

/**
 * Asks the application through its gateway, a new connection each time, until a change of its route was seen.
 *
 * @param isTaken whether the Gateway says that it has the route as it is: all there is to go by where answers name no
 *   release.
 */
export function watch(
  { url, header, via }: Subject,
  isTaken: () => Promise<boolean>,
): (change: Change, seconds: number) => Promise<Sight> {
  const target = targetOf(url, header, via);
  const probe = Probe.start(target, { requestsPerSecond, fresh: true });
  const isThrough = async (change: Change) => {
    if (header === undefined) return isTaken();
    if (change.share === 100) return moved(probe.samples, change.to, rule, probe.pending);
    // One that had a share before answers before the change, too.
    return probe.samples.some(({ release, at }) => release === change.to && at >= change.at) && isTaken();
  };
  return async (change, seconds) => {
    const end = performance.now() + seconds * 1000;
    try {
      let through = await isThrough(change);
      while (!through && performance.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, header === undefined ? 10 * pause : pause));
        through = await isThrough(change);
      }
      const proof = switchOf(change, probe.samples);
      return { moved: through, proof, ...(!through && { reason: reasonOf(change, seconds) }) };
    } finally {
      probe.abandon();
    }
  };

  function reasonOf({ to, share }: Change, seconds: number): string {
    if (header === undefined) return `The Gateway did not take the changed route within ${seconds} s.`;
    if (share < 100)
      return `Release ${to} was not seen at ${url} within ${seconds} s, though it has ${share} % of the traffic.`;
    const { samples, pending } = probe;
    return notMoved({
      address: addressOf(target),
      release: to,
      seconds,
      consecutive: rule.consecutive,
      samples,
      pending: pending.length,
    });
  }
}

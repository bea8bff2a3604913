import type { Sight, Subject, Witness } from "../program/witness";
import { awaitMove, poll, probeMove } from "../traffic/move";
import { targetOf } from "../traffic/request";
import { switchOf, type Change } from "../traffic/switch";
import { httpRoutes, openKubernetes, type Kubernetes, type Way } from "./kubernetes";
import { isTaken, look, type LiveRoute } from "./look";
import { smoke } from "./smoke";

/** Milliseconds between two reads of the Gateway's status. */
const gatewayEvery = 200;

/** Observes a cluster, and the answers through its Gateway. */
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
    observeMove: (subject) =>
      observeMove(subject, () => routeIsTaken(subject.namespace, subject.application)),
    smoke,
  };
}

/**
 * Asks the application through its gateway, a new connection each time, until a change of its route was seen.
 *
 * @param isTaken whether the Gateway has accepted the route as it is: the only sign where answers name no release.
 */
export function observeMove(
  { url, header, via }: Subject,
  isTaken: () => Promise<boolean>,
): (change: Change, seconds: number) => Promise<Sight> {
  const probe = probeMove(targetOf(url, header, via));
  return async (change, seconds) => {
    try {
      const reason = await whyUnseen(change, seconds);
      const proof = switchOf(change, probe.samples);
      return { moved: reason === undefined, proof, ...(reason !== undefined && { reason }) };
    } finally {
      probe.abandon();
    }
  };

  async function whyUnseen({ to, share, at: changed }: Change, seconds: number): Promise<string | undefined> {
    if (header === undefined) {
      if (await poll(isTaken, seconds, gatewayEvery)) return undefined;
      return `The Gateway did not accept the changed route within ${seconds} s.`;
    }
    if (share === 100) return awaitMove(probe, to, seconds);
    // One that had a share before answers before the change, too.
    const answers = () => probe.samples.some(({ release, at }) => release === to && at >= changed);
    if (await poll(() => answers() && isTaken(), seconds)) return undefined;
    return `Release ${to} was not seen at ${url} within ${seconds} s, though it has ${share} % of the traffic.`;
  }
}

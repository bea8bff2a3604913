import type { Witness } from "../components/environment/witness";
import { httpRoutes, openKubernetes, type Kubernetes, type Way } from "./kubernetes";
import { isTaken, look, type LiveRoute } from "./look";
import { smoke } from "./smoke";
import { watch } from "./watch";

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

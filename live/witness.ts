import type { Witness } from "../components/environment/witness";
import { httpRoutes, openKubernetes, type Kubernetes } from "./kubernetes";
import { isTaken, look, type LiveRoute } from "./look";
import { smoke } from "./smoke";
import { watch } from "./watch";

/** Sees the cluster behind a context of the kubeconfig, and answers through its Gateway. */
export function liveWitness(context: string | undefined): Witness {
  let opened: Promise<Kubernetes> | undefined;
  const kubernetes = () => (opened ??= openKubernetes(context));
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

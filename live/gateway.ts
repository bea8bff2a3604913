import { setTimeout as pause } from "node:timers/promises";
import { inOneLine } from "../problems/problem";
import type { GatewayState, Witness } from "../program/witness";
import type { GatewaySettings } from "../settings/gateway";
import { Grace } from "./grace";
import { httpRoutes, type Kubernetes } from "./kubernetes";

/** A condition in the status of a Gateway, a listener or a route. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
}

/** A Gateway as its controller reports it. */
export interface LiveGateway {
  readonly metadata?: { readonly generation?: number };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly listeners?: readonly { readonly name: string; readonly conditions?: readonly Condition[] }[];
  };
}

/** A Gateway as the cluster has it now. @throws where the cluster can't be asked. */
export async function gatewayNow(
  { custom }: Kubernetes,
  namespace: string,
  name: string,
): Promise<GatewayState> {
  const { group, version } = httpRoutes;
  const gateway: unknown = await custom.getNamespacedCustomObject({
    group,
    version,
    plural: "gateways",
    namespace,
    name,
  });
  return gatewayState(gateway as LiveGateway);
}

/** Seconds in which a controller programs a Gateway that it has accepted. */
const programSeconds = 60;
/** Seconds for which a controller may refuse a Gateway, as one that still reads what it is made of does. */
const refusedSeconds = 5;
const lookEveryMilliseconds = 500;

/** @throws with the controller's words where it doesn't take the Gateway: no environment would get a request. */
export async function untilUp(
  { namespace, name, className }: GatewaySettings,
  witness: Pick<Witness, "gateway">,
  { programs = programSeconds, refuses = refusedSeconds } = {},
): Promise<void> {
  const grace = new Grace(refuses);
  const end = performance.now() + programs * 1000;
  for (;;) {
    const state = await witness.gateway(namespace, name);
    if (state.isUp) return;
    const refused = grace.past(new Map(state.isRefused ? [["it", state.words]] : []), performance.now());
    const ways = "Correct `turnout:gateway`, or what the controller listens at, and run the update again.";
    if (refused !== undefined)
      throw new Error(`The Gateway ${namespace}/${name} is refused: ${refused}. ${ways}`);
    if (performance.now() >= end)
      throw new Error(
        `The Gateway ${namespace}/${name} takes no traffic after ${programs} s: ${state.words}. Look whether the controller of GatewayClass ${className} runs, and run the update again.`,
      );
    await pause(lookEveryMilliseconds);
  }
}

/** Whether a Gateway takes traffic as it is now: accepted, and programmed into what carries it. */
export function gatewayState({ metadata, status }: LiveGateway): GatewayState {
  const own = conditionsNow(status?.conditions, metadata?.generation);
  const is = (type: string) => own.find((one) => one.type === type)?.status;
  if (is("Accepted") === "True" && is("Programmed") === "True") return { isUp: true };
  const inListeners = (status?.listeners ?? []).flatMap(({ name, conditions }) =>
    conditionsNow(conditions, metadata?.generation)
      .filter((one) => one.status === "False")
      .map((one) => `listener ${name}: ${reasonOf(one)}`),
  );
  const inItself = own.filter((one) => one.status !== "True").map(reasonOf);
  // Of a Gateway that was refused for a listener, the controller says only that one is wrong.
  const [words = "no controller has reported of it"] = [...inListeners, ...inItself];
  return { isUp: false, isRefused: is("Accepted") === "False", words };
}

const conditionsNow = (conditions: readonly Condition[] = [], generation = 0) =>
  conditions.filter(({ observedGeneration = generation }) => observedGeneration >= generation);

/** Reasons for which some controllers give no message (https://gateway-api.sigs.k8s.io/reference/api-spec/). */
const meanings: Readonly<Record<string, string>> = {
  NotAllowedByListeners: "no listener of the Gateway allows it",
  NoMatchingListenerHostname: "no listener of the Gateway takes its hostname",
  NoMatchingParent: "the Gateway has no such listener",
  ListenersNotValid: "a listener is not valid",
  PortUnavailable: "its controller can't listen at this port",
};

const longest = 300; // characters

/** The reason of a condition that isn't true, in its controller's words as far as there are some. */
export function reasonOf({ reason = "", message = "" }: Condition): string {
  const words = message.trim() === "" ? (meanings[reason] ?? "") : message;
  if (words === "") return reason === "" ? "it gives no reason" : inOneLine(reason, longest);
  return inOneLine(words, longest) + (reason === "" ? "" : ` (${inOneLine(reason)})`);
}

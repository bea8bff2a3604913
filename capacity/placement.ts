import type { GatewaySettings } from "../settings/gateway";

/** Name of the Gateway that an environment has for itself, in its namespace. */
export const ownGateway = "own";

/** Which Gateway an environment's routes are attached to. */
export interface Placement {
  readonly namespace: string;
  readonly name: string;
  /** The wildcard record of the domain leads to this one. */
  readonly first: boolean;
}

/**
 * Where an environment's routes go: to its own Gateway if it is to have one, else where they are, else to the last
 * shared one, which is opened before the one before it is full. An environment that is up stays, because its hostname
 * would lead to the old load balancer for as long as resolvers remember it.
 *
 * @param recorded name of the Gateway that its routes are attached to; undefined for a new environment.
 */
export function placementOf(
  { own, namespace, name, others }: Pick<GatewaySettings, "own" | "namespace" | "name" | "others">,
  environment: string,
  recorded: string | undefined,
): Placement {
  if (own) return { namespace: environment, name: ownGateway, first: false };
  const shared = [name, ...others];
  const chosen = shared.find((one) => one === recorded) ?? shared.at(-1) ?? name;
  return { namespace, name: chosen, first: chosen === name };
}

import { shortHash } from "../naming/slug";
import type { GatewaySettings } from "../settings/gateway";

/** Name of the Gateway that an environment has for itself, in its namespace. */
const ownGateway = "own";

type Gateways = Pick<GatewaySettings, "name" | "others">;

/** Which Gateway an environment's routes are attached to. */
export interface Placement {
  readonly namespace: string;
  readonly name: string;
  /** The wildcard record of the domain leads to this one. */
  readonly first: boolean;
}

/** The environment to place. */
interface Placed {
  readonly stack: string;
  readonly namespace: string;
}

/**
 * The Gateway of an environment's routes: its own if it is to have one, else the present one, else the one of
 * `sharedGateway`. An environment that is up stays, because its hostname would lead to the old load balancer for as
 * long as resolvers remember it.
 *
 * @param recorded name of the Gateway that its routes are attached to; undefined for a new environment.
 */
export function placementOf(
  { own, namespace, ...gateways }: Gateways & Pick<GatewaySettings, "own" | "namespace">,
  environment: Placed,
  recorded: string | undefined,
): Placement {
  if (own) return { namespace: environment.namespace, name: ownGateway, first: false };
  const stays = sharedGateways(gateways).find((one) => one === recorded);
  const name = stays ?? sharedGateway(gateways, environment.stack);
  return { namespace, name, first: name === gateways.name };
}

/** The names of all that environments share. */
export const sharedGateways = ({ name, others }: Gateways): readonly string[] => [name, ...others];

/**
 * The shared Gateway that a new environment goes to: the one whose hash with the stack is highest (rendezvous hashing).
 * So all fill evenly, freed places are used again, and the place follows from the settings, with no cluster to ask. A
 * Gateway that is added takes its share and moves nothing between the others.
 */
export function sharedGateway(gateways: Gateways, stack: string): string {
  const score = (gateway: string) => shortHash(`${stack}/${gateway}`);
  return sharedGateways(gateways).reduce((best, one) => (score(one) > score(best) ? one : best));
}

/** A sentence, where the platform has not made the shared Gateway that the settings place an environment on. */
export function placementProblem(
  { name, first }: Placement,
  platform: string,
  made: readonly string[],
): string | undefined {
  if (made.includes(name)) return undefined;
  const path = first ? "turnout:gateway.name" : "turnout:gateway.others";
  return `Platform ${platform} has no Gateway ${name} yet, which ${path} names: run \`pulumi up --stack ${platform}\` first.`;
}

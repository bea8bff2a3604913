import * as z from "zod";
import { error, whole } from "../problems/schema";

/** The shared Gateway that environments attach their routes to. */
export interface GatewaySettings {
  readonly namespace: string;
  readonly name: string;
  /** Further ones in the same namespace; new environments are spread over all (estimate/placement.ts). */
  readonly others: readonly string[];
  /** The environment has one of its own, with a load balancer of its own, in its namespace. */
  readonly own: boolean;
  /** Port of its HTTP listener; part of every URL unless it is 80. */
  readonly port: number;
  /** Which controller serves it; read by the platform role only. */
  readonly className: string;
  /** How long its load balancer keeps a connection without requests (docs/facts.md#timeouts). */
  readonly idleTimeoutSeconds: number;
  /** How long its load balancer lets requests end on a pod that it sends no new ones; an ALB's own default is 300. */
  readonly deregistrationDelaySeconds: number;
}

const name = (fix: string) => {
  const rule = error(`must be a name of a-z, 0-9 and -; ${fix}`);
  return z.string(rule).regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, rule);
};

export const gatewaySchema = z.strictObject(
  {
    namespace: name("set the namespace of the Gateway"),
    name: name("set the name of the Gateway"),
    others: z
      .array(
        name("set the name of a further Gateway"),
        error("must be a list of names; write it as [shared-2]"),
      )
      .default([]),
    own: z
      .boolean(error("must be true or false; set true for a load balancer of this environment's own"))
      .default(false),
    port: whole(1, 65535, "set the port of the Gateway's HTTP listener").default(80),
    className: name("set the GatewayClass that a controller serves").default("traefik"),
    // The limits of both are an ALB's.
    idleTimeoutSeconds: whole(
      1,
      4000,
      "set how long the load balancer keeps a connection without requests",
    ).default(60),
    deregistrationDelaySeconds: whole(
      0,
      3600,
      "set how long the load balancer lets requests end on a pod that goes",
    ).default(30),
  },
  error("must hold namespace and name; write it as { namespace: turnout-gateway, name: shared }"),
);

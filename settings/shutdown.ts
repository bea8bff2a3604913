import { z } from "zod";
import { error, whole } from "../problems/schema";
import type { GatewaySettings } from "./gateway";

/** Left of a pod's grace for a process to exit in, once it has answered all. */
export const exitSeconds = 3;
/** What the application keeps a connection longer than the load balancer does. */
export const keepAliveMargin = 15;
export const longestGrace = 900;

export const shutdownSchema = z.strictObject(
  {
    /** Answers go on after a pod is told to end, until every load balancer has heard of it (15 to 30 s on an ALB). */
    preStopSeconds: whole(0, 300, "set how long a pod goes on serving after it was told to end").default(15),
    /** From being told to end until being killed; the clock starts before preStop. */
    graceSeconds: whole(1, longestGrace, "set how long a pod may take to end").default(60),
    /** How long requests may take to end after preStop; by default all that is left of the grace. */
    gracefulTimeoutSeconds: whole(1, longestGrace, "set how long requests may take to end").optional(),
    /** How long the application keeps a connection without requests; by default 15 s longer than the gateway. */
    keepAliveSeconds: whole(
      1,
      5000,
      "set how long the application keeps a connection without requests",
    ).optional(),
  },
  error("must hold preStopSeconds and graceSeconds; write it as { preStopSeconds: 15, graceSeconds: 60 }"),
);

export type DeclaredShutdown = z.output<typeof shutdownSchema>;

/** How a pod ends, in seconds. */
export type Shutdown = Readonly<Record<keyof DeclaredShutdown, number>>;

/** With what follows from the other numbers filled in. */
export function shutdownOf(declared: DeclaredShutdown, { idleTimeoutSeconds }: GatewaySettings): Shutdown {
  const { preStopSeconds, graceSeconds } = declared;
  const {
    gracefulTimeoutSeconds = graceSeconds - preStopSeconds - exitSeconds,
    keepAliveSeconds = idleTimeoutSeconds + keepAliveMargin,
  } = declared;
  return { preStopSeconds, graceSeconds, gracefulTimeoutSeconds, keepAliveSeconds };
}

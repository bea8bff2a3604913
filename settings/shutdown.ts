import * as z from "zod";
import { error, tree, whole, type Contradiction } from "../problems/schema";
import type { Rule } from "../problems/problem";
import type { GatewaySettings } from "./gateway";

/** Part of a pod's grace period that is left for the process to exit, after its last answer. */
const exitSeconds = 3;
/** How much longer the application keeps a connection than the load balancer does. */
const keepAliveMargin = 15;
const longestGrace = 900;

export const shutdownSchema = z.strictObject(
  {
    /** How long a pod keeps answering after its termination begins, until every load balancer knows (15 to 30 s on an ALB). */
    preStopSeconds: whole(0, 300, "set how long a pod serves after its termination begins").default(15),
    /** From the begin of termination until the kill; the clock starts before preStop. */
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

type DeclaredShutdown = z.output<typeof shutdownSchema>;

/** How a pod ends, in seconds. */
export type Shutdown = Readonly<Record<keyof DeclaredShutdown, number>>;

/** With the defaults that follow from the other numbers. */
export function shutdownOf(declared: DeclaredShutdown, { idleTimeoutSeconds }: GatewaySettings): Shutdown {
  const { preStopSeconds, graceSeconds } = declared;
  const {
    gracefulTimeoutSeconds = graceSeconds - preStopSeconds - exitSeconds,
    keepAliveSeconds = idleTimeoutSeconds + keepAliveMargin,
  } = declared;
  return { preStopSeconds, graceSeconds, gracefulTimeoutSeconds, keepAliveSeconds };
}

/**
 * Where the shutdown times of a pod don't fit each other or the gateway's; total, because each may be wrong by itself.
 */
export function shutdownProblems(shutdown: unknown, gateway: unknown): Contradiction[] {
  const { preStopSeconds, graceSeconds, gracefulTimeoutSeconds, keepAliveSeconds } = tree(shutdown);
  const { deregistrationDelaySeconds, idleTimeoutSeconds } = tree(gateway);
  const delay = number(deregistrationDelaySeconds) ?? 0;
  return [
    ...(gracefulTimeoutSeconds === undefined
      ? graceProblems(number(preStopSeconds), number(graceSeconds), delay)
      : timeoutProblems(number(preStopSeconds), number(graceSeconds), number(gracefulTimeoutSeconds), delay)),
    ...keepAliveProblems(number(keepAliveSeconds), number(idleTimeoutSeconds)),
  ];
}

type Seconds = number | undefined;
const number = (value: unknown): Seconds => (Number.isInteger(value) ? Number(value) : undefined);

const wrong = (name: keyof Shutdown, value: number, rule: Rule): Contradiction[] => [
  { path: ["shutdown", name], value, rule },
];
const clock = "for its clock starts before preStop and a pod is killed at its end";

/**
 * A target that is deregistering gets no new request, and the load balancer lets the others run for its delay
 * (docs/facts.md#timeouts). The last of them comes as late as preStop ends. So they need the delay after
 * preStop, not within it: a pod that is gone sooner turns them into a 502.
 */
function graceProblems(preStop: Seconds, grace: Seconds, delay: number): Contradiction[] {
  if (preStop === undefined || grace === undefined) return [];
  const least = preStop + Math.max(delay, 1) + exitSeconds;
  if (grace >= least) return [];
  const requests = delay > 0 ? `gateway.deregistrationDelaySeconds (${delay})` : "1";
  const fix =
    least <= longestGrace
      ? `set it to ${least}`
      : `set the gateway's delay to ${longestGrace - preStop - exitSeconds} at most and this to ${longestGrace}`;
  return wrong(
    "graceSeconds",
    grace,
    `must be at least ${least}: preStopSeconds (${preStop}), ${requests} for requests to end in and ${exitSeconds} to exit in, ${clock}; ${fix}`,
  );
}

/** Where a graceful timeout that was set doesn't fit into the grace period, or the gateway's delay into it. */
function timeoutProblems(preStop: Seconds, grace: Seconds, timeout: Seconds, delay: number): Contradiction[] {
  if (timeout === undefined) return [];
  const problems: Contradiction[] = [];
  if (preStop !== undefined && grace !== undefined && grace < preStop + timeout + exitSeconds) {
    const least = preStop + timeout + exitSeconds;
    const longest = longestGrace - preStop - exitSeconds;
    const fix = least <= longestGrace ? `set it to ${least}` : `set the timeout to ${longest} at most`;
    const rule: Rule = `must be at least ${least}: preStopSeconds (${preStop}), gracefulTimeoutSeconds (${timeout}) and ${exitSeconds} to exit in, ${clock}; ${fix}`;
    problems.push(...wrong("graceSeconds", grace, rule));
  }
  if (timeout >= delay) return problems;
  const fix = delay <= longestGrace ? `set it to ${delay}` : `set the gateway's delay to ${timeout}`;
  const rule: Rule = `must be at least gateway.deregistrationDelaySeconds (${delay}), as long as the load balancer waits for a request that came when preStop ended, or it gets a 502; ${fix}`;
  return [...problems, ...wrong("gracefulTimeoutSeconds", timeout, rule)];
}

function keepAliveProblems(keepAlive: Seconds, idle: Seconds): Contradiction[] {
  if (keepAlive === undefined || idle === undefined || keepAlive > idle) return [];
  return wrong(
    "keepAliveSeconds",
    keepAlive,
    `must be more than gateway.idleTimeoutSeconds (${idle}), or the application closes a connection on which a request is on its way, which gets a 502; set it to ${idle + keepAliveMargin}`,
  );
}

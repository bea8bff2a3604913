import type { Call } from "./call-log";

/** Which calls a fault hits: the step with this number (the first is 1), or every call the predicate picks. */
export type FaultTarget = number | ((call: Readonly<Call>) => boolean);

/**
 * Something that goes wrong at a chosen place of one engine operation.
 *
 * `when` says on which side of the cloud's own change it happens: `after` leaves a cloud that has changed and an
 * engine that was never told.
 *
 * - `{ fail: message }`: the call fails with this message; after the change, like an answer lost on its way.
 * - `{ delay: milliseconds }`: the call takes that much longer.
 * - `"kill"`: the engine's process gets SIGKILL and is gone before the call would have been answered. `during` a create
 *   or update the object is made, and the engine dies while its pods start; `KubernetesCloud.startPods` lets them come up.
 * - `"unready"`: the object is made, but never becomes ready (a Deployment whose pods crash). The engine stores it
 *   with its `initErrors` and tries again in the next update. Create and update only.
 */
export type Fault = { at: FaultTarget } & (
  | { when: "before" | "after"; do: { fail: string } | { delay: number } | "kill" }
  | { when: "during"; do: "kill" }
  | { when: "after"; do: "unready" }
);

/** Whether a fault hits a call. */
export function hits(fault: Fault, call: Readonly<Call>): boolean {
  return typeof fault.at === "number" ? call.step === fault.at : fault.at(call);
}

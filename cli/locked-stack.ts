import type { Stack } from "@pulumi/pulumi/automation";
import { setTimeout } from "node:timers/promises";
import type { Cluster } from "./cluster";
import type { Held } from "./lease-record";
import { readLease, removeLease } from "./lease";
import { endLeftovers, markOf } from "./leftovers";
import { askLock } from "./lock-probe";
import { selfOf, thisMachine, type Self } from "./owner";
import { engineRuns } from "./processes";

/** A stack that may be locked, with all that is needed to judge its lock and to free it. */
export interface LockedStack {
  readonly stack: string;
  readonly self: Self;
  /** What the engine says of its locks; undefined where the stack is free. Changes nothing. */
  readonly ask: () => Promise<string | undefined>;
  /** Removes every lock, also one that is taken in this moment. */
  readonly cancel: () => Promise<void>;
  readonly lease: () => Promise<Held | undefined>;
  readonly removeLease: (dead: Held) => Promise<void>;
  /** @returns how many plugins of a dead engine it ended. */
  readonly endLeftovers: () => Promise<number>;
  readonly engineRuns: (pid: number, locked: Date) => boolean;
  /** Milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly print: (line: string) => void;
}

/** @param namespace undefined for a stack that is no environment: it has no lease. */
export function lockedStack(
  stack: Stack,
  root: string,
  namespace: string | undefined,
  cluster: () => Promise<Cluster>,
  print: (line: string) => void,
): LockedStack {
  const { name } = stack;
  const opened = async <T>(use: (cluster: Cluster, namespace: string) => Promise<T>) => {
    if (namespace === undefined) return undefined;
    return cluster().then(
      (api) => use(api, namespace),
      () => undefined, // without a cluster there is no lease either
    );
  };
  return {
    stack: name,
    self: selfOf(process.env, thisMachine()),
    ask: () => askLock(stack),
    cancel: () => stack.cancel(),
    lease: () => opened(readLease),
    removeLease: async (dead) => opened((api, there) => removeLease(api, there, dead)),
    endLeftovers: () => endLeftovers(markOf(root, name)),
    engineRuns,
    pause: async (milliseconds) => setTimeout(milliseconds),
    print,
  };
}

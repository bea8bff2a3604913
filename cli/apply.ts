import type { PlannedApplication, Run } from "../program/planned-application";
import type { Drift } from "../release/drift";
import { staleCheckpoint } from "../release/guard";
import { toItsEnd } from "../internals/engine-calls";
import { carryOut } from "./carry-out";
import { watchPods } from "./pods";
import { programFor } from "./engine";
import { fleetingLock, locked } from "../internals/file-backend";
import type { Operation } from "./operation";
import { readBack, recover } from "./read-back";
import { UserError } from "./terminal";
import { freeOwnDeadLock, lockedStack } from "./unlock";

/** Result of an update. */
interface Applied {
  readonly applications: readonly PlannedApplication[];
}

/**
 * One update of a stack, as plain `pulumi up`. After an update that was killed, its lock is removed and its processes
 * are ended first, and the cluster is read back where the checkpoint is behind it.
 *
 * @throws UserError where it fails, with the reason as far as it is known.
 */
export async function apply(operation: Operation, run: Omit<Run, "witness"> = {}): Promise<Applied> {
  const { stack, namespace, progress, print, cluster } = operation;
  let applications: readonly PlannedApplication[] = [];
  let refusal: unknown;
  let drifts: readonly Drift[] | undefined;
  stack.workspace.program = programFor(operation.program, {
    origin: operation.origin,
    engineFolder: stack.workspace.workDir,
    ...run,
    // Once: what a read of the cluster doesn't mend is nothing that it could.
    get onDrift() {
      return drifts === undefined ? (found: readonly Drift[]) => (drifts = found) : undefined;
    },
    get changed() {
      return drifts
        ?.filter(({ changesPods }) => changesPods)
        .map(({ object }) => object.recorded.metadata?.name ?? "");
    },
    onPlanned: (planned, removed) => {
      applications = planned;
      operation.isOwn = true;
      try {
        run.onPlanned?.(planned, removed);
      } catch (error) {
        refusal = error;
        throw error;
      }
    },
  });
  const endWatch =
    namespace === undefined
      ? undefined
      : watchPods({ namespace, cluster, print, isOwn: () => operation.isOwn !== false });
  try {
    await carryOut(operation, async () => {
      for (const mended = new Set<string>(); ;) {
        progress.begin();
        try {
          return await toItsEnd((signal) => stack.up({ onEvent: progress.on, color: "never", signal }));
        } catch (error) {
          if (refusal instanceof UserError) throw refusal;
          const text = [...progress.errors, String(error)].join("\n");
          const mend = Object.entries(mends(operation, text, drifts)).find(([name]) => !mended.has(name));
          if (mend === undefined || !(await mend[1]())) throw error;
          mended.add(mend[0]);
        }
      }
    });
  } finally {
    endWatch?.();
  }
  return { applications };
}

/** Repairs for a failed update, by name; each is tried once. */
function mends(
  operation: Operation,
  text: string,
  drifts: readonly Drift[] = [],
): Record<string, () => Promise<boolean>> {
  const { stack, progress, print } = operation;
  return {
    ...(locked.test(text) && { lock: () => freeOwnDeadLock(lockedStack(operation), text) }),
    ...(fleetingLock.test(text) && { "fleeting lock": () => Promise.resolve(true) }),
    ...(isStale(text) && {
      checkpoint: async () => {
        await (drifts.length > 0
          ? readBack({ ...operation, onEvent: progress.on }, drifts)
          : recover(stack, print, progress.on));
        return true;
      },
    }),
  };
}

/** Whether an update was refused because the cluster is ahead of the checkpoint. */
export const isStale = (text: string): boolean => text.includes(staleCheckpoint);

import type { Run } from "../components/environment/run";
import type { PlannedApplication } from "../components/environment/planned-application";
import { carryOut } from "./carry-out";
import { programFor } from "./engine";
import { locked } from "./lock";
import type { Operation } from "./operation";
import { watchPods } from "./pod-watch";
import { isStale, recover } from "./recover";
import { freeOwnDeadLock, lockedStack } from "./unlock";
import { UserError } from "./user-error";

/** What an update did, as far as commands go on from it. */
export interface Applied {
  readonly applications: readonly PlannedApplication[];
}

/**
 * One update of a stack: what plain `pulumi up` does, and where an update before it was killed, what has to be done
 * first: its lock and its processes are ended, and the cluster is read back where the checkpoint is behind it.
 *
 * @throws UserError where it doesn't come to its end, with what is known of why.
 */
export async function apply(operation: Operation, run: Omit<Run, "witness"> = {}): Promise<Applied> {
  const { stack, namespace, progress, print, cluster } = operation;
  let applications: readonly PlannedApplication[] = [];
  let refusal: unknown;
  stack.workspace.program = programFor({
    ...run,
    onPlanned: (planned, removed) => {
      applications = planned;
      try {
        run.onPlanned?.(planned, removed);
      } catch (error) {
        refusal = error;
        throw error;
      }
    },
  });
  const endWatch = namespace === undefined ? undefined : watchPods(cluster, namespace, print);
  try {
    await carryOut(operation, async () => {
      for (const mended = new Set<string>(); ;) {
        progress.begin();
        try {
          return await stack.up({ onEvent: progress.on, color: "never" });
        } catch (error) {
          if (refusal instanceof UserError) throw refusal;
          const text = [...progress.errors, String(error)].join("\n");
          const mend = Object.entries(mends(operation, text)).find(([name]) => !mended.has(name));
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

/** What can be done about a failure of an update, by name; each is tried once. */
function mends(operation: Operation, text: string): Record<string, () => Promise<boolean>> {
  const { stack, progress, print } = operation;
  return {
    ...(locked.test(text) && { lock: () => freeOwnDeadLock(lockedStack(operation), text) }),
    ...(isStale(text) && {
      checkpoint: async () => {
        await recover(stack, print, progress.on);
        return true;
      },
    }),
  };
}

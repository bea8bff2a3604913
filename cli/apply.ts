import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import type { PlannedApplication, Run } from "../program/planned-application";
import { staleCheckpoint } from "../release/guard";
import { carryOut } from "./carry-out";
import { watchPods } from "./cluster";
import { programFor } from "./engine";
import { fleetingLock, locked } from "../internals/file-backend";
import type { Operation } from "./operation";
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

/** Repairs for a failed update, by name; each is tried once. */
function mends(operation: Operation, text: string): Record<string, () => Promise<boolean>> {
  const { stack, progress, print } = operation;
  return {
    ...(locked.test(text) && { lock: () => freeOwnDeadLock(lockedStack(operation), text) }),
    ...(fleetingLock.test(text) && { "fleeting lock": () => Promise.resolve(true) }),
    ...(isStale(text) && {
      checkpoint: async () => {
        await recover(stack, print, progress.on);
        return true;
      },
    }),
  };
}

/** Whether an update was refused because the cluster is ahead of the checkpoint. */
export const isStale = (text: string): boolean => text.includes(staleCheckpoint);

/**
 * Reads the cluster back into the checkpoint: an engine that was killed between a change and its checkpoint has not
 * recorded how that step ended. Until it is read back, every change that could harm is refused (release/guard.ts).
 */
export async function recover(
  stack: Stack,
  print: (line: string) => void,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  print("The cluster is ahead of what was last recorded: reading it back.");
  await adoptPendingCreates(stack);
  await stack.refresh({ clearPendingCreates: true, onEvent, color: "never" });
}

interface State {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: { readonly metadata?: { readonly name?: string; readonly namespace?: string } };
}

interface Deployment {
  readonly resources?: readonly State[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: State }[];
}

/**
 * Records objects whose creation was cut off; the refresh drops those that don't exist. The engine's own
 * `--import-pending-creates` only renames the operation (seen with 3.246).
 */
async function adoptPendingCreates(stack: Stack): Promise<void> {
  const exported = await stack.exportStack();
  const { resources = [], pending_operations: pending = [], ...rest } = exported.deployment as Deployment;
  const known = new Set(resources.map(({ urn }) => urn));
  const adopted = pending.flatMap(({ type, resource }) => {
    const { name, namespace } = resource.inputs?.metadata ?? {};
    if (type !== "creating" || !resource.type.startsWith("kubernetes:") || name === undefined) return [];
    if (known.has(resource.urn)) return []; // a replacement's
    return [
      { ...resource, id: namespace === undefined ? name : `${namespace}/${name}`, outputs: resource.inputs },
    ];
  });
  if (adopted.length === 0) return;
  const urns = new Set(adopted.map(({ urn }) => urn));
  await stack.importStack({
    ...exported,
    deployment: {
      ...rest,
      resources: [...resources, ...adopted],
      pending_operations: pending.filter(({ resource }) => !urns.has(resource.urn)),
    },
  });
}

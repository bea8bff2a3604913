import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { staleCheckpoint } from "../release/guard";

/** Whether an update was refused because the cluster is ahead of the checkpoint. */
export const isStale = (text: string): boolean => text.includes(staleCheckpoint);

/**
 * Reads back what the cluster really has: an engine that was killed between a change and its checkpoint left one that
 * doesn't know how that step ended. Until then every change that could harm is refused (release/guard.ts).
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
 * Takes objects whose creation was not recorded for there; the refresh drops those that aren't. The engine's own
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

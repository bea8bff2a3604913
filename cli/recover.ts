import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";

/**
 * Reads back what the cluster really has where the last update was cut off in the middle of a step: its checkpoint
 * doesn't know how that step ended. Planning from it could give a new release to a color that has the traffic.
 *
 * @returns whether there was anything to read back.
 */
export async function recover(
  stack: Stack,
  print: (line: string) => void,
  onEvent: (event: EngineEvent) => void,
): Promise<boolean> {
  const exported = (await stack.exportStack()) as { deployment?: { pending_operations?: unknown[] } };
  const pending = exported.deployment?.pending_operations ?? [];
  if (pending.length === 0) return false;
  print("The last update was cut off: reading back what the cluster has.");
  // A create that wasn't recorded is made again; the provider takes over what it finds (docs/adr/0006).
  await stack.refresh({ clearPendingCreates: true, onEvent, color: "never" });
  return true;
}

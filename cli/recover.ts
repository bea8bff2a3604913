import type { PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { staleCheckpoint } from "../release/guard";

/** Whether an update was refused because the cluster is ahead of the checkpoint. */
export const isStale = (text: string): boolean => text.includes(staleCheckpoint);

/**
 * Reads back what the cluster really has: an engine that was killed between a change and its checkpoint left one that
 * doesn't know how that step ended. Until then every change that could harm is refused (release/guard.ts).
 */
export async function recover(stack: Stack, print: (line: string) => void): Promise<void> {
  print("The cluster is ahead of what was last recorded: reading it back.");
  const args = ["refresh", "--yes", "--skip-preview", "--color", "never", "--stack", stack.name];
  const creates = (await pendingCreates(stack)).flatMap((create) => [
    "--import-pending-creates",
    create.urn,
    "--import-pending-creates",
    create.id,
  ]);
  // The Automation API's own refresh knows no imports.
  const { workDir, pulumiHome, envVars, pulumiCommand } = stack.workspace;
  const environment = { ...(pulumiHome !== undefined && { PULUMI_HOME: pulumiHome }), ...envVars };
  await (pulumiCommand as PulumiCommand & Runs).run(
    [...args, ...creates, "--clear-pending-creates"],
    workDir,
    environment,
  );
}

interface Runs {
  run(args: string[], folder: string, environment: Record<string, string>): Promise<unknown>;
}

/** What of a pending operation says which object of the cluster it was about. */
interface Operation {
  readonly type: string;
  readonly resource: {
    readonly urn: string;
    readonly type: string;
    readonly inputs?: { readonly metadata?: { readonly name?: string; readonly namespace?: string } };
  };
}

/** Objects that may be there, though it was not recorded that they were made; one that isn't is dropped when it is read. */
async function pendingCreates(stack: Stack): Promise<{ urn: string; id: string }[]> {
  const { deployment } = (await stack.exportStack()) as {
    deployment?: { pending_operations?: Operation[] };
  };
  return (deployment?.pending_operations ?? []).flatMap(({ type, resource }) => {
    const { name, namespace } = resource.inputs?.metadata ?? {};
    if (type !== "creating" || !resource.type.startsWith("kubernetes:") || name === undefined) return [];
    return [{ urn: resource.urn, id: namespace === undefined ? name : `${namespace}/${name}` }];
  });
}

import { whileHeld } from "./lease";
import type { Operation, OperationOptions } from "./operation";
import type { Project } from "./project";
import { beginUpdate } from "./update";

/** Runs a verb that updates a stack, and says meanwhile who is at work on it. */
export async function onStack(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
  verb: (operation: Operation) => Promise<void>,
): Promise<void> {
  const operation = await beginUpdate("up", options, project, out);
  await whileHeld(operation, () => verb(operation));
}

import { whileHeld } from "./lease";
import type { Operation, OperationOptions } from "./operation";
import type { Subject } from "./subject";
import { beginUpdate } from "./update";

/** Runs a verb that updates a stack, and says meanwhile who is at work on it. */
export async function onStack(
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
  verb: (operation: Operation) => Promise<void>,
): Promise<void> {
  const operation = await beginUpdate("up", subject, options, out);
  await whileHeld(operation, () => verb(operation));
}

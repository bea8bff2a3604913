import type { Project } from "./project";
import { openSubject, type OperationOptions } from "./operation";
import { UserError } from "./user-error";

/** `turnout unlock`: frees a stack whose update died; never needed after one that ended, well or badly. */
export async function runUnlock(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { name, stack } = await openSubject(options, project, false);
  if (stack === undefined) throw new UserError(`Stack ${name} doesn't exist: there is nothing to unlock.`);
  await stack.cancel();
  out.write(
    `Stack ${name} is free. If an update of it still runs somewhere, end it before you start another.\n`,
  );
}

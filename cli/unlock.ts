import { openStack } from "./engine";
import type { Project } from "./project";
import { pulumiCli } from "./pulumi-cli";
import { subjectOf } from "./subject";
import type { OperationOptions } from "./operation";
import { UserError } from "./user-error";

/** `turnout unlock`: frees a stack whose update died; never needed after one that ended, well or badly. */
export async function runUnlock(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const { root, repository, map } = project;
  const { stack: name } = subjectOf(options, map, repository?.currentBranch(), repository !== undefined);
  const stack = await openStack(
    { root, stack: name, pulumi: await pulumiCli(root, options.yes ?? false) },
    false,
  );
  if (stack === undefined) throw new UserError(`Stack ${name} doesn't exist: there is nothing to unlock.`);
  await stack.cancel();
  out.write(
    `Stack ${name} is free. If an update of it still runs somewhere, end it before you start another.\n`,
  );
}

import { isCandidate } from "./tried";
import { apply } from "./apply";
import { whileHeld } from "./held";
import type { OperationOptions } from "./operation";
import type { Project } from "./project";
import { beginUpdate } from "./update";
import { UserError } from "./user-error";

/** `turnout settle`: the idle color goes to its standby size; what is active stays so, whatever the settings want. */
export async function runSettle(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await beginUpdate("up", options, project, out);
  const { name, print } = operation;
  await whileHeld(operation, () =>
    apply(operation, {
      intent: () => ({ verb: "settle" }),
      onPlanned: (planned) => {
        const tried = planned.filter(isCandidate).map(({ application }) => application.name);
        if (tried.length > 0)
          throw new UserError(
            `A release of ${tried.join(", ")} is not promoted yet; nothing was changed. \`npx turnout promote --stack ${name}\` or \`npx turnout abort --stack ${name}\` ends it.`,
          );
      },
    }),
  );
  print(`Stack ${name} is settled.`);
}

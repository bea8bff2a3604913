import type { PlannedApplication } from "../components/environment/planned-application";
import { other } from "../release/color";
import { apply } from "./apply";
import { whileHeld } from "./held";
import type { OperationOptions } from "./operation";
import type { Project } from "./project";
import { beginUpdate } from "./update";
import { UserError } from "./user-error";

/** `turnout abort`: a release that is not promoted yet gives its traffic back, and isn't released again by itself. */
export async function runAbort(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await beginUpdate("up", options, project, out);
  const { name, print } = operation;
  await whileHeld(operation, async () => {
    const { applications } = await apply(operation, {
      intent: ({ recorded }) => ({
        verb: recorded.blue?.candidate || recorded.green?.candidate ? "abort" : "keep",
      }),
      onPlanned: (planned) => {
        if (!planned.some(isAborted))
          throw new UserError(
            `No release is waiting or under way in stack ${name}; nothing was changed. \`npx turnout rollback --stack ${name}\` takes back one that is active.`,
          );
      },
    });
    for (const { application, plan } of applications.filter(isAborted))
      print(
        `${application.name}: release ${plan.rejected ?? ""} is aborted; ${plan.active} serves ${plan.colors[plan.active].release}.`,
      );
  });
}

const isAborted = ({ plan, recorded }: PlannedApplication) =>
  plan.rejected !== undefined &&
  plan.rejected !== recorded.rejected &&
  recorded[other(plan.active)]?.release === plan.rejected;

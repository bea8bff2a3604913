import type { PlannedApplication } from "../components/environment/planned-application";
import { other } from "../release/model";
import { apply } from "./apply";
import type { Operation } from "./operation";
import { refuseRemoval } from "./removed";
import { UserError } from "./user-error";

/** `turnout abort`: a release that is not promoted yet gives its traffic back, and isn't released again by itself. */
export async function abort(operation: Operation): Promise<void> {
  const { name, print } = operation;
  const { applications } = await apply(operation, {
    intent: ({ recorded }) => ({
      verb: recorded.blue?.candidate || recorded.green?.candidate ? "abort" : "keep",
    }),
    onPlanned: (planned, removed) => {
      refuseRemoval(name, removed);
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
}

const isAborted = ({ plan, recorded }: PlannedApplication) =>
  plan.rejected !== undefined &&
  plan.rejected !== recorded.rejected &&
  recorded[other(plan.active)]?.release === plan.rejected;

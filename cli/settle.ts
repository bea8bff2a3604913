import { apply } from "./apply";
import type { Operation } from "./operation";
import { hadCandidate } from "./release";
import { refuseRemoval } from "./removed";
import { UserError } from "./user-error";

/** `turnout settle`: the idle color goes to its standby size; what is active stays so, whatever the settings want. */
export async function settle(operation: Operation): Promise<void> {
  const { name, print } = operation;
  await apply(operation, {
    intent: () => ({ verb: "settle" }),
    onPlanned: (planned, removed) => {
      refuseRemoval(name, removed);
      const tried = planned.filter(hadCandidate).map(({ application }) => application.name);
      if (tried.length > 0)
        throw new UserError(
          `A release of ${tried.join(", ")} is not promoted yet; nothing was changed. \`npx turnout promote --stack ${name}\` or \`npx turnout abort --stack ${name}\` ends it.`,
        );
    },
  });
  print(`Stack ${name} is settled.`);
}

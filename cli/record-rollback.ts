import type { Switch } from "../traffic/proof";
import { apply } from "./apply";
import { whileHeld } from "./held";
import type { OperationOptions } from "./operation";
import type { Project } from "./project";
import { beginUpdate } from "./update";
import { UserError } from "./user-error";

/** The engine's part of a rollback: it makes the switch, or records the one that was made at once. */
export async function recordRollback(
  application: string | undefined,
  switches: Readonly<Record<string, Switch>>,
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await beginUpdate("up", options, project, out);
  const { name, print } = operation;
  const meant = (candidate: string) => (application ?? candidate) === candidate;
  await whileHeld(operation, async () => {
    const { applications } = await apply(operation, {
      switches,
      intent: (facts) =>
        facts.application.name in switches ||
        (Object.keys(switches).length === 0 && meant(facts.application.name))
          ? { verb: "rollback" }
          : { verb: "keep" },
      onPlanned: (planned) => {
        const back = planned
          .filter(({ plan }) => plan.kind === "rollback")
          .map((one) => one.application.name);
        if (Object.keys(switches).length > 0) return;
        if (back.length === 0)
          throw new UserError(`No release of stack ${name} can be gone back to; nothing was changed.`);
        if (back.length > 1)
          throw new UserError(
            `${back.join(" and ")} have a release to go back to; nothing was changed. Say which: \`npx turnout rollback ${back[0] ?? ""} --stack ${name}\`.`,
          );
      },
    });
    for (const { application, plan } of applications)
      if (plan.kind === "rollback" || application.name in switches)
        print(
          `${application.name} is back at release ${plan.colors[plan.active].release}; ${plan.rejected ?? "the other"} is not released again until it changes or \`npx turnout release --stack ${name}\` asks for it.`,
        );
  });
}

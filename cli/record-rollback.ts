import type { Switch } from "../traffic/switch";
import { apply } from "./apply";
import { type Operation, refuseRemoval } from "./operation";
import { UserError } from "./terminal";

/** The engine's part of a rollback: it makes the switch, or records the one that was made at once. */
export async function recordRollback(
  operation: Operation,
  application: string | undefined,
  switches: Readonly<Record<string, Switch>>,
): Promise<void> {
  const { name, print } = operation;
  const done = Object.keys(switches);
  const isMeant = (one: string) => (done.length > 0 ? done.includes(one) : (application ?? one) === one);
  const { applications } = await apply(operation, {
    switches,
    isRollback: true,
    intent: (facts) => ({ verb: isMeant(facts.application.name) ? "rollback" : "keep" }),
    onPlanned: (planned, removed) => {
      refuseRemoval(
        name,
        removed,
        done.length > 0 ? `${done.join(" and ")} got the traffic back, which is not recorded yet` : undefined,
      );
      if (done.length > 0) return;
      const back = planned.filter(({ plan }) => plan.kind === "rollback").map((one) => one.application.name);
      if (back.length === 0)
        throw new UserError(`Stack ${name} has no release to go back to; nothing was changed.`);
      if (back.length > 1)
        throw new UserError(
          `${back.join(" and ")} have a release to go back to; nothing was changed. Say which: \`npx turnout rollback ${back[0] ?? ""} --stack ${name}\`.`,
        );
    },
  });
  for (const { application, plan } of applications.filter((one) => isMeant(one.application.name)))
    print(
      `${application.name} is back at release ${plan.colors[plan.active].release}; ${plan.rejected ?? "the other"} is not released again until it changes or \`npx turnout release --stack ${name}\` asks for it.`,
    );
}

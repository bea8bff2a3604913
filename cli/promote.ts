import type { Facts, Run } from "../components/environment/run";
import { other } from "../release/color";
import { activeColor } from "../release/plan";
import { nextShare } from "../release/share";
import { apply } from "./apply";
import { whileHeld } from "./held";
import type { OperationOptions } from "./operation";
import type { Project } from "./project";
import { goOn } from "./release";
import { beginUpdate } from "./update";
import { UserError } from "./user-error";

export interface PromoteOptions extends OperationOptions {
  /** All of the traffic at once, whatever steps are left. */
  readonly full?: boolean;
}

/** `turnout promote`: a release that waits gets its next share of the traffic, and goes on from there. */
export async function runPromote(
  { full = false, ...options }: PromoteOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await beginUpdate("up", options, project, out);
  const intent: Run["intent"] = (facts) => {
    const share = triedShare(facts);
    if (share === undefined) return { verb: "keep" };
    return { verb: "shift", share: full ? 100 : nextShare(facts.application, share) };
  };
  await whileHeld(operation, async () => {
    const { applications } = await apply(operation, {
      intent,
      onPlanned: (planned) => {
        if (!planned.some(({ plan }) => plan.kind === "shift" || plan.kind === "promote"))
          throw new UserError(
            `Nothing waits to be promoted in stack ${operation.name}; nothing was changed.`,
          );
      },
    });
    await goOn(operation, applications);
  });
}

/** Per cent of the traffic that a release has which is not promoted yet; undefined where there is none. */
function triedShare({ recorded, release }: Facts): number | undefined {
  const tried = other(activeColor(recorded, { release }));
  return recorded[tried]?.candidate ? (recorded.weights?.[tried] ?? 0) : undefined;
}

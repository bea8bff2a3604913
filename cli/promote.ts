import type { Facts, Run } from "../components/environment/run";
import { nextShare, other } from "../release/model";
import { apply } from "./apply";
import type { Operation } from "./operation";
import { goOn } from "./release";
import { refuseRemoval } from "./removed";
import { UserError } from "./user-error";

/**
 * `turnout promote`: a release that waits gets its next share of the traffic, and goes on from there.
 *
 * @param full all of the traffic at once, whatever steps are left.
 */
export async function promote(operation: Operation, full: boolean): Promise<void> {
  const intent: Run["intent"] = (facts) => {
    const share = triedShare(facts);
    if (share === undefined) return { verb: "keep" };
    return { verb: "shift", share: full ? 100 : nextShare(facts.application, share) };
  };
  const { applications } = await apply(operation, {
    intent,
    onPlanned: (planned, removed) => {
      refuseRemoval(operation.name, removed);
      if (!planned.some(({ plan }) => plan.kind === "shift" || plan.kind === "promote"))
        throw new UserError(`Nothing waits to be promoted in stack ${operation.name}; nothing was changed.`);
    },
  });
  await goOn(operation, applications);
}

/** Per cent of the traffic that a release has which is not promoted yet; undefined where there is none. */
function triedShare({ recorded, activeBefore }: Facts): number | undefined {
  const tried = other(activeBefore);
  return recorded[tried]?.candidate ? (recorded.weights?.[tried] ?? 0) : undefined;
}

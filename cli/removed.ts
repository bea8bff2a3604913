import { UserError } from "./user-error";

/**
 * Ends an update that is about one application's traffic, and would remove another one, because it runs in a checkout
 * of something else than what is deployed.
 *
 * @param before what there is to say of what was done already.
 */
export function refuseRemoval(
  stack: string,
  removed: readonly string[],
  before = "nothing was changed",
): void {
  if (removed.length === 0) return;
  throw new UserError(
    `Stack ${stack} has ${removed.join(" and ")}, which this checkout doesn't declare, so an update from here would remove ${removed.length === 1 ? "it" : "them"}; ${before}. Run it again from a checkout of what is deployed.`,
  );
}

import type { Account } from "../naming/aws";
import { withoutStack } from "../problems/problem";

/**
 * Refuses another account or region than the one a stack was made in: its resources would be looked for where they
 * aren't, found missing, and made again.
 *
 * @throws Error in one sentence.
 */
export function checkAccount(stack: string, recorded: Partial<Account>, current: Account): void {
  for (const what of ["account", "region"] as const) {
    const was = recorded[what];
    if (was === undefined || was === current[what]) continue;
    throw withoutStack(
      new Error(
        `Stack ${stack} belongs to ${what} ${was}, but turnout:aws.${what} is ${current[what]}; nothing was changed. ` +
          "Set it back, or destroy the stack before you move it.",
      ),
    );
  }
}

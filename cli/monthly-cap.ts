import type { PriceChange } from "../diff/estimate";
import { settingsOfStack } from "../settings/stack-settings";

/** A sentence, where a stack would cost more than its settings in `root` allow. */
export function capProblem(root: string, stack: string, price: PriceChange | undefined): string | undefined {
  if (price === undefined) return undefined;
  const parsed = settingsOfStack(root, stack);
  if (!("settings" in parsed) || parsed.settings.role === "state") return undefined;
  const { monthlyCap } = parsed.settings;
  if (monthlyCap === undefined || price.after <= monthlyCap) return undefined;
  // Rounded up: $100.40 is more than a cap of 100, and must look it.
  return `turnout:monthlyCap of stack ${stack} is ${monthlyCap}: the stack must not cost more than that many USD a month, and would cost about ${Math.ceil(price.after)}; ask for fewer or smaller pods, or raise the cap in Pulumi.${stack}.yaml.`;
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * `turnout:context` of a stack, from its file in the project or, with the backend inside the checkout, from the one
 * there: it is never secret, and no process of Pulumi's has to be asked for it.
 */
export function contextOf(root: string, stack: string): string | undefined {
  for (const folder of [join(root, ".turnout", "workspace"), root]) {
    const file = join(folder, `Pulumi.${stack}.yaml`);
    if (!existsSync(file)) continue;
    const content = parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> } | null;
    const context = content?.config?.["turnout:context"];
    if (typeof context === "string") return context;
  }
  return undefined;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { sharingOf, type Sharing } from "../capacity/occupancy";
import { namesOf } from "../naming/names";
import type { Settings } from "../settings/settings";
import { settingsOfStack } from "../settings/stack-settings";
import type { Project } from "./project";

/** Who shares load balancers with a stack: the environments of all branches that this clone knows. */
export function sharingIn({ root, repository, map }: Project, stack: string): Sharing | undefined {
  const current = repository?.currentBranch();
  const branches = [...(repository?.branches() ?? []), ...(current === undefined ? [] : [current])];
  const stacks = branches.map((branch) => namesOf(branch, map).stack);
  return sharingOf(stack, stacks, settingsIn(root));
}

/** Most branches have no file of their own, and then all the same settings: they are read once. */
function settingsIn(root: string): (stack: string) => Settings | undefined {
  const known = new Map<string, Settings | undefined>();
  return (stack) => {
    const file = existsSync(join(root, `Pulumi.${stack}.yaml`)) ? stack : "";
    if (!known.has(file)) {
      const parsed = settingsOfStack(root, stack);
      known.set(file, "settings" in parsed ? parsed.settings : undefined);
    }
    return known.get(file);
  };
}

import type { BranchMap } from "./branch-map";
import { localNamespace } from "./reserved";
import { render } from "./template";

/**
 * The one pattern that matches every namespace of a map, as Fargate profiles and EKS access policies take it
 * (`smallcase-*`): a branch that comes later needs no profile of its own, and no rights either.
 *
 * @throws Error, one sentence, where the namespaces have no beginning in common that ends in a `-`.
 */
export function namespacePattern(map: BranchMap): string {
  const namespaces = [...map.rules.map(({ namespace }) => namespace), localNamespace(map.app)];
  const prefix = commonPrefix(namespaces.map((template) => render(template, "*")));
  const end = prefix.lastIndexOf("-");
  if (end < 1)
    throw new Error(
      `branches.ts gives namespaces that begin differently (${namespaces.join(", ")}): on AWS one pattern must match ` +
        `all of them, so let each begin with ${map.app}-.`,
    );
  return `${prefix.slice(0, end + 1)}*`;
}

function commonPrefix(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const text of others) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

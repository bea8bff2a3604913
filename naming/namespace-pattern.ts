import type { BranchMap } from "./branch-map";
import { commonPattern, environmentNamespaces } from "./environment-namespaces";
import { platformProblems } from "./platform-problems";

/**
 * The one pattern that matches every namespace of a map and none of the platform's, as Fargate profiles and EKS access
 * policies take it (`smallcase-*`): a branch that comes later needs no profile of its own, and no rights either.
 *
 * @throws Error, one sentence, where the namespaces have no beginning in common that ends in a `-`, or one of the
 * platform's begins so too.
 */
export function namespacePattern(map: BranchMap): string {
  const namespaces = environmentNamespaces(map);
  const pattern = commonPattern(namespaces);
  if (pattern === undefined)
    throw new Error(
      `branches.ts gives namespaces that begin differently (${namespaces.join(", ")}): on AWS one pattern must match ` +
        `all of them, so let each begin with ${map.app}-.`,
    );
  const rules = map.rules.map(({ namespace }, index) => ({ path: `rules[${index}]`, namespace }));
  const [problem] = platformProblems(rules, map.app);
  if (problem !== undefined) throw new Error(problem);
  return pattern;
}

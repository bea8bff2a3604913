import type { BranchMap } from "../naming/branch-map";
import { patternAround } from "../naming/environment-namespaces";
import type { Problem } from "../problems/problem";
import { setting } from "./checked";
import type { Settings } from "./settings";

/**
 * Where the shared Gateways would be in the namespace of an environment, beside the map of branches: on AWS whoever
 * deploys any branch is an administrator of all that the map's pattern matches.
 */
export function gatewayProblems(settings: Settings, map: BranchMap): Problem[] {
  if (settings.role === "state") return [];
  const { namespace } = settings.gateway;
  const pattern = patternAround(namespace, map);
  if (pattern === undefined) return [];
  return [
    {
      path: setting(["gateway", "namespace"]),
      value: namespace,
      rule: `must be apart from the environments' namespaces, which are ${pattern} by branches.ts, or a branch could change the Gateway of all; rename it, or those in branches.ts`,
    },
  ];
}

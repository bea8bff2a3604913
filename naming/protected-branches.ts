import type { BranchMap } from "./branch-map";
import { hasPattern } from "./match";

/** The branches by name whose environments are protected: what they do may change what everybody depends on. */
export const protectedBranches = (map: BranchMap): string[] =>
  map.rules.filter((rule) => rule.life === "protected" && !hasPattern(rule)).flatMap(({ branch }) => branch);

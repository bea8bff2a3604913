import type { BranchMap, BranchRule } from "../../naming/branch-map";

/** The rules of a map without a fault, for tests to put faults in. */
export const main: BranchRule = {
  branch: "main",
  stack: "prod",
  namespace: "shop-prod",
  acceptsMergesFrom: "anything",
  life: "protected",
};

export const dev: BranchRule = {
  ...main,
  branch: "develop",
  stack: "dev",
  namespace: "shop-dev",
  life: "kept",
};

export const release: BranchRule = {
  branch: "release/*",
  stack: "rel-<name>",
  namespace: "rel-<name>",
  acceptsMergesFrom: "nothing",
  life: { removeAfterDays: 90 },
};

export const review: BranchRule = {
  ...release,
  branch: "review/*",
  stack: "rev-<name>",
  namespace: "rev-<name>",
};

export const rest: BranchRule = { ...release, branch: "*", stack: "pr-<name>", namespace: "shop-<name>" };

/** A map with some properties replaced, by whatever a user may have written. */
export function shop(faults: Partial<Record<string, unknown>> = {}): unknown {
  const map: BranchMap = { app: "shop", rules: [main, rest] };
  return { ...map, ...faults };
}

/** A map with more rules between main and the catch-all: the first of them is rules[1]. */
export function rules(...more: unknown[]): unknown {
  return shop({ rules: [main, ...more, rest] });
}

/** A mistake in a map (to read after "refuses it when"), the map, and all sentences of the check about it. */
export type Malformed = readonly [title: string, map: unknown, sentences: readonly string[]];

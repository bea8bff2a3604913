import { PolicyPack } from "@pulumi/policy";
import { sentence } from "../problems/problem";
import { resourceRules, stackRules } from "./catalog";
import { fromEngine, fromStack } from "./from-engine";

type One = Parameters<typeof fromEngine>[0];
type All = { readonly resources: readonly Parameters<typeof fromStack>[0][] };
type Report = (message: string, urn?: string) => void;

/**
 * The rules as a policy pack: `pulumi preview --policy-pack policy` from a checkout. A preview shows all that breaks
 * them, an update stops at the first (docs/facts.md#policy-packs). What a preview can't know is checked in the update.
 */
new PolicyPack("turnout", {
  enforcementLevel: "mandatory",
  policies: [
    ...resourceRules.map(({ name, description, rule }) => ({
      name,
      description,
      validateResource: (resource: One, report: Report) => {
        for (const problem of rule(fromEngine(resource))) report(sentence(problem));
      },
    })),
    ...stackRules.map(({ name, description, rule }) => ({
      name,
      description,
      validateStack: ({ resources }: All, report: Report) => {
        for (const { urn, ...problem } of rule(resources.map(fromStack))) report(sentence(problem), urn);
      },
    })),
  ],
});

import type { Problem } from "../../settings/rule";
import { isMoreThanLooking, isWide } from "../action";
import { allowedManaged } from "../allowed-managed";
import { allowedWildcards } from "../allowed-wildcards";
import { isObject, itemsOf, oneOrMore } from "../inputs";
import { allowing, type Statement } from "../policy-document";
import { placeOf, type Resource, type ResourceRule } from "../resource";
import { isEveryResource } from "../resource-pattern";
import { isLimitedByTag } from "../tag-condition";

/** ARNs of AWS's own policies. */
const ofAws = /^arn:aws[\w-]*:iam::aws:policy\/(.*)$/;

/**
 * Rights name their actions, and what they may change. Policies of identities only: in a resource's own policy (a key's,
 * a bucket's) `*` means that resource. What can't be narrower stands in allowed-wildcards.ts.
 */
export const narrowIam: ResourceRule = (resource) => {
  if (!resource.type.startsWith("aws:iam/")) return [];
  return [
    ...documentsOf(resource)
      .flatMap(({ document, path }) => allowing(document, path))
      .flatMap((statement) => [...actionProblems(statement), ...resourceProblems(statement, resource.name)])
      .map((problem) => ({ ...problem, path: placeOf(resource, problem.path) })),
    ...managedProblems(resource),
  ];
};

function documentsOf({ inputs }: Resource) {
  const inline = itemsOf(inputs.inlinePolicies).map((one, index) => ({
    document: isObject(one) ? one.policy : undefined,
    path: `inlinePolicies[${index}].policy`,
  }));
  return [{ document: inputs.policy, path: "policy" }, ...inline];
}

function actionProblems({ path, elements }: Statement): Problem[] {
  const { action, notaction } = elements;
  return [
    ...textsOf(action)
      .filter(isWide)
      .map((value): Problem => ({
        path: `${path}.Action`,
        value,
        rule: "must name the actions; list those that are used",
      })),
    ...(notaction === undefined
      ? []
      : [
          {
            path: `${path}.NotAction`,
            value: notaction,
            rule: "must not allow all but some actions; list those that are used in Action",
          } as const,
        ]),
  ];
}

function resourceProblems({ path, elements }: Statement, policy: string): Problem[] {
  const { action, resource, notresource, condition } = elements;
  const all = textsOf(resource).find(isEveryResource);
  if (all === undefined && notresource === undefined) return [];
  const changing = textsOf(action).filter(
    (one) =>
      isMoreThanLooking(one) && one !== "*" && !isAllowed(policy, one) && !isLimitedByTag(condition, one),
  );
  if (changing.length === 0) return [];
  const element = all === undefined ? "NotResource" : "Resource";
  return [
    {
      path: `${path}.${element}`,
      value: all ?? notresource,
      rule: `must say what ${changing.join(", ")} may change; give ARNs or a condition on tags, or list the actions with a reason in policy/allowed-wildcards.ts`,
    },
  ];
}

function managedProblems(resource: Resource): Problem[] {
  const { inputs } = resource;
  const lists = ["managedPolicyArns", "policyArns"].flatMap((list) =>
    itemsOf(inputs[list]).map((value, index) => ({ field: `${list}[${index}]`, value })),
  );
  const attached = [{ field: "policyArn", value: inputs.policyArn }, ...lists];
  return attached
    .filter(({ value }) => typeof value === "string" && isRefused(value))
    .map(({ field, value }) => ({
      path: placeOf(resource, field),
      value,
      rule: "must be one that policy/allowed-managed.ts lists; write a policy with the actions that are used, or list this one with a reason",
    }));
}

function isRefused(arn: string): boolean {
  const name = ofAws.exec(arn)?.[1];
  return name !== undefined && !allowedManaged.some((one) => one.name === name);
}

const textsOf = (value: unknown): string[] => oneOrMore(value).filter((one) => typeof one === "string");

const isAllowed = (policy: string, action: string): boolean =>
  allowedWildcards.some((one) => one.policies.includes(policy) && one.actions.includes(action));

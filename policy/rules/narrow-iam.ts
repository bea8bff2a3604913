import type { Problem } from "../../settings/rule";
import { allowedWildcards } from "../allowed-wildcards";
import { isObject, itemsOf, oneOrMore } from "../inputs";
import { allowing, type Statement } from "../policy-document";
import { placeOf, type Resource, type ResourceRule } from "../resource";
import { isLimitedByTag } from "../tag-condition";

/** Policies of AWS itself that hold such wildcards. */
const wideManaged =
  /^arn:aws[\w-]*:iam::aws:policy\/([\w-]+\/)*(AdministratorAccess|PowerUserAccess|\w*FullAccess)\b/;

const everyAction = /^[*?]+$/;
const everyActionOfService = /^[\w*?-]+:[*?]+$/;
/** `*`, and ARNs that leave the service open. */
const everyResource = /^(\*+|arn:[^:]*(:\*+)*)$/;

/** What only looks, and of what is looked at hands out no secret. */
const looks = /^[\w-]+:(Describe|List)/i;
const reads =
  /^(?!secretsmanager:|ssm:|kms:)[\w-]+:(BatchGet|BatchCheck|Get|Lookup|Search|Simulate|Query|Scan|Test|View|Estimate)/i;

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
  const wide = textsOf(action).filter((one) => everyAction.test(one) || everyActionOfService.test(one));
  return [
    ...wide.map((value): Problem => ({
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
  const all = textsOf(resource).find((one) => everyResource.test(one));
  if ((all === undefined && notresource === undefined) || isLimitedByTag(condition)) return [];
  const changing = textsOf(action).filter(
    (one) => !looks.test(one) && !reads.test(one) && !everyAction.test(one) && !isAllowed(policy, one),
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
  const { policyArn, managedPolicyArns } = resource.inputs;
  const attached = [
    { field: "policyArn", value: policyArn },
    ...itemsOf(managedPolicyArns).map((value, index) => ({ field: `managedPolicyArns[${index}]`, value })),
  ];
  return attached
    .filter(({ value }) => typeof value === "string" && wideManaged.test(value))
    .map(({ field, value }) => ({
      path: placeOf(resource, field),
      value,
      rule: "must not be a policy of AWS that allows all of a service; write one with the actions that are used",
    }));
}

const textsOf = (value: unknown): string[] => oneOrMore(value).filter((one) => typeof one === "string");

const isAllowed = (policy: string, action: string): boolean =>
  allowedWildcards.some((one) => one.policies.includes(policy) && one.actions.includes(action));

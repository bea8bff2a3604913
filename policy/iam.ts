import { type Problem, isObject } from "../problems/problem";
import { allowedManaged, allowedWildcards } from "./allowed";
import { allowing, anyPart, type Asked, type Statement } from "./document";
import { itemsOf, notKnown, oneOrMore, placeOf, type Resource, type ResourceRule } from "./resource";

/** ARNs of AWS's own policies. */
const ofAws = /^arn:aws[\w-]*:iam::aws:policy\/(.*)$/;

/**
 * Rights name their actions, and what they may change. Policies of identities only: in a resource's own policy (a key's,
 * a bucket's) `*` means that resource. Exceptions are in allowed.ts.
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
      rule: `must say what ${changing.join(", ")} may change; give ARNs or a condition on tags, or list the actions with a reason in policy/allowed.ts`,
    },
  ];
}

function managedProblems(resource: Resource): Problem[] {
  const { inputs } = resource;
  const lists = itemsOf(inputs.managedPolicyArns).map((value, index) => ({
    field: `managedPolicyArns[${index}]`,
    value,
  }));
  const attached = [{ field: "policyArn", value: inputs.policyArn }, ...lists];
  return attached
    .filter(({ value }) => typeof value === "string" && isRefused(value))
    .map(({ field, value }) => ({
      path: placeOf(resource, field),
      value,
      rule: "must be one that policy/allowed.ts lists; write a policy with the actions that are used, or list this one with a reason",
    }));
}

function isRefused(arn: string): boolean {
  const name = ofAws.exec(arn)?.[1];
  return name !== undefined && !allowedManaged.some((one) => one.name === name);
}

const textsOf = (value: unknown): string[] => oneOrMore(value).filter((one) => typeof one === "string");

const isAllowed = (policy: string, action: string): boolean =>
  allowedWildcards.some((one) => one.policies.includes(policy) && one.actions.includes(action));

/** Actions that only read, and return no secret. */
const looks = /^[\w-]+:(Describe|List)/i;
const reads =
  /^[\w-]+:(BatchGet|BatchCheck|Get|Lookup|Search|Simulate|Query|Scan|Test|View|Estimate)[\w*?]*$/i;
const ofSecrets = /^(secretsmanager|ssm|kms):/i;

/** Whether an action of IAM changes something, or reads what may be a secret. */
const isMoreThanLooking = (action: string): boolean =>
  !looks.test(action) && (ofSecrets.test(action) || !reads.test(action));

/** Whether an action is a pattern: by wildcards only what reads may be meant, `s3:Get*`, and of one service. */
const isWide = (action: string): boolean => /[*?]/.test(action) && !looks.test(action) && !reads.test(action);

/**
 * Whether a Resource of an IAM statement leaves open which resource: `*`, and ARNs that after their fifth colon have
 * nothing but wildcards, `arn:aws:s3:::*`, whatever account they name. A `*` at the end of a part goes on over its colon
 * (IAM User Guide, element Resource), so what is cut before it, `a*` or `arn:aws:s3`, leaves it open too. All of one type,
 * as in `arn:aws:kms:…:key/*`, is something.
 */
function isEveryResource(pattern: string): boolean {
  const [first = "", ...rest] = pattern.split(":");
  return /^[arn*?]+$/.test(first) && /^[*?:/]*$/.test(rest.slice(4).join(":"));
}

/** A condition on a resource's own tag limits any action; one on a tag of the request only those that create something. */
const resourceTag = /^[a-z0-9-]+:ResourceTag\//i;
const requestTag = /^[a-z0-9-]+:RequestTag\//i;

/** Actions that create something. CreateTags is not among them: it gives a tag to any resource that exists already. */
const makes = /^[\w-]+:(Allocate|Copy|Create(?!\w*Tags$)|Import|Request|Run)\w*$/i;

/**
 * Whether a condition limits an action to resources with a tag: the tag has to be there (`Null: false`), or to have
 * a value. `…IfExists` limits nothing, and with `Null: true` the tag has to be missing. Not known yet counts as limited.
 */
export const isLimitedByTag = (condition: unknown, action: string): boolean =>
  anyPart(condition, (asked) => isOn(asked.key, action) && limits(asked));

const isOn = (key: string, action: string): boolean =>
  resourceTag.test(key) || (requestTag.test(key) && makes.test(action));

function limits({ operator, values }: Asked): boolean {
  if (values.includes(notKnown)) return true;
  if (/^Null$/i.test(operator)) return values.every((one) => String(one) === "false");
  return /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator) && !values.some(isAnything);
}

const isAnything = (value: unknown): boolean => typeof value === "string" && /^[*?]+$/.test(value);

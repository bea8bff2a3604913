import { namesCallers } from "../caller-condition";
import { allowing, meansEveryone } from "../policy-document";
import { placeOf, type ResourceRule } from "../resource";

/** Roles that only named callers take: in a trust policy `*` is whoever has an AWS account. */
export const privateRole: ResourceRule = (resource) => {
  if (resource.type !== "aws:iam/role:Role") return [];
  return allowing(resource.inputs.assumeRolePolicy, "assumeRolePolicy")
    .filter((statement) => meansEveryone(statement) && !namesCallers(statement.elements.condition))
    .map(({ path, elements }) => ({
      path: placeOf(resource, `${path}.Principal`),
      value: elements.principal,
      rule: 'must not let everyone take the role; replace "*" by the ARNs, services or providers that are meant',
    }));
};

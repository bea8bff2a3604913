import type { Problem, Rule } from "../../settings/rule";
import { namesCallers } from "../caller-condition";
import { at, itemsOf, notKnown } from "../inputs";
import { allowing, meansEveryone } from "../policy-document";
import { placeOf, type Resource, type ResourceRule } from "../resource";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Everyone, and everyone who has an AWS account, which anyone may open (Amazon S3 User Guide, ACL overview). */
const openAcl = /^(public-|authenticated-read)/;
const openGroup = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

const closed: Rule =
  "must not be open to everyone; make it private and name who may read it in a bucket policy";
const named: Rule =
  'must not let everyone in; replace "*" by the ARNs that are meant, or add a condition that names an account, an organization or a VPC';

/** Nothing in S3 that anyone may read or write: no such ACL or policy, and the block that would stop one whole. */
export const privateBucket: ResourceRule = (resource) => {
  if (!/^aws:s3(control)?\//.test(resource.type)) return [];
  return [...blockProblems(resource), ...aclProblems(resource), ...policyProblems(resource)];
};

function blockProblems(resource: Resource): Problem[] {
  if (!resource.type.endsWith("PublicAccessBlock")) return [];
  return flags
    .filter((flag) => ![true, notKnown].includes(resource.inputs[flag] as boolean))
    .map((flag) => ({
      path: placeOf(resource, flag),
      value: resource.inputs[flag],
      rule: `must be true, as all four must; set ${flag}: true`,
    }));
}

function aclProblems(resource: Resource): Problem[] {
  const { acl } = resource.inputs;
  const canned = typeof acl === "string" && openAcl.test(acl) ? [{ field: "acl", value: acl }] : [];
  const granted = ["grants", "accessControlPolicy.grants"].flatMap((field) =>
    itemsOf(at(resource.inputs, ...field.split("."))).flatMap((grant, index) =>
      ["uri", "grantee.uri"].flatMap((key) => {
        const value = at({ grant }, "grant", ...key.split("."));
        const open = typeof value === "string" && openGroup.test(value);
        return open ? [{ field: `${field}[${index}].${key}`, value }] : [];
      }),
    ),
  );
  return [...canned, ...granted].map(({ field, value }) => ({
    path: placeOf(resource, field),
    value,
    rule: closed,
  }));
}

function policyProblems(resource: Resource): Problem[] {
  return allowing(resource.inputs.policy, "policy")
    .filter((statement) => meansEveryone(statement) && !namesCallers(statement.elements.condition))
    .map(({ path, elements }) => ({
      path: placeOf(resource, `${path}.Principal`),
      value: elements.principal,
      rule: named,
    }));
}

import { allowing, meansEveryone } from "../policy-document";
import { placeOf, type ResourceRule } from "../resource";

/** Where a repository's or a registry's policy stands: in resources of their own, and in templates of repositories. */
const policies = ["policy", "repositoryPolicy"];

/** Images that only named accounts pull: no public registry, and no policy that lets everyone in, on any condition. */
export const privateRegistry: ResourceRule = (resource) => {
  const { type, inputs } = resource;
  if (type.startsWith("aws:ecrpublic/"))
    return [
      {
        path: placeOf(resource, "type"),
        value: type,
        rule: "must not be in the public registry, from which anyone may pull; use aws.ecr.Repository",
      },
    ];
  if (!type.startsWith("aws:ecr/")) return [];
  return policies
    .flatMap((field) => allowing(inputs[field], field))
    .filter(meansEveryone)
    .map(({ path, elements }) => ({
      path: placeOf(resource, `${path}.Principal`),
      value: elements.principal,
      rule: 'must name who may pull; replace "*" by the ARNs of accounts or roles',
    }));
};

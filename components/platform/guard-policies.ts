import { isOurs, rule } from "./guard-matching";
import { keepsToOwnHosts } from "./own-hosts";

/** A ValidatingAdmissionPolicy's name and specification (admissionregistration.k8s.io/v1, since Kubernetes 1.30). */
export interface GuardPolicy {
  readonly title: string;
  readonly spec:
    ReturnType<typeof staysInside> | ReturnType<typeof staysRestricted> | ReturnType<typeof keepsToOwnHosts>;
}

/**
 * @param namespacePattern of a-z, 0-9, - and `*`, where `*` is any text.
 * @param group that the first policy is about; the others are about everybody.
 */
export function guardPolicies(namespacePattern: string, group: string): readonly GuardPolicy[] {
  return [
    { title: "turnout-environments-stay-inside", spec: staysInside(namespacePattern, group) },
    { title: "turnout-environments-stay-restricted", spec: staysRestricted(namespacePattern) },
    { title: "turnout-environments-keep-to-own-hosts", spec: keepsToOwnHosts(namespacePattern) },
  ];
}

/**
 * Name of the namespace that a request is about. A Namespace is in none but is one; what is deleted is only in
 * `oldObject`. (CEL has the word `namespace` for itself.)
 */
const place = `request.resource.group == '' && request.resource.resource == 'namespaces'
  ? (request.operation == 'DELETE' ? oldObject.metadata.name : object.metadata.name)
  : (has(request.namespace) ? request.namespace : '')`;

/** Whoever is in the group writes nothing anywhere else, whatever RBAC would let through. */
function staysInside(namespacePattern: string, group: string) {
  const hint = `members of ${group} may only change what is in namespaces ${namespacePattern}: let the role of the platform do it.`;
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      // Subresources as well: pods/exec, deployments/scale. What only asks, like a SelfSubjectAccessReview, never comes here.
      resourceRules: [rule(["*"], ["*"], ["*/*"], ["*"])],
    },
    matchConditions: [{ name: "in-group", expression: `'${group}' in request.userInfo.groups` }],
    variables: [{ name: "place", expression: place }],
    validations: [
      {
        expression: isOurs("variables.place", namespacePattern),
        messageExpression: `(variables.place == '' ? 'This is in no namespace' : 'This is in namespace ' + variables.place) + ', but ${hint}'`,
        reason: "Forbidden",
      },
    ],
  };
}

/**
 * An environment's namespace always enforces Pod Security `restricted`. Whoever writes it: who deploys there can also
 * act as a service account of that namespace, which is in no group of ours.
 */
function staysRestricted(namespacePattern: string) {
  const label = (name: string) => `object.metadata.labels['pod-security.kubernetes.io/${name}']`;
  const has = (name: string) =>
    `has(object.metadata.labels) && 'pod-security.kubernetes.io/${name}' in object.metadata.labels`;
  return {
    failurePolicy: "Fail",
    matchConstraints: { resourceRules: [rule([""], ["v1"], ["namespaces"], ["CREATE", "UPDATE"])] },
    matchConditions: [
      { name: "of-an-environment", expression: isOurs("object.metadata.name", namespacePattern) },
    ],
    validations: [
      {
        expression: `${has("enforce")} && ${label("enforce")} == 'restricted'`,
        messageExpression: `'Namespace ' + object.metadata.name + ' must have the label pod-security.kubernetes.io/enforce with restricted: every environment has; set it.'`,
        reason: "Forbidden",
      },
      {
        // An older version of the rules allows what the present one refuses.
        expression: `!(${has("enforce-version")}) || ${label("enforce-version")} == 'latest'`,
        messageExpression: `'Namespace ' + object.metadata.name + ' must not pin pod-security.kubernetes.io/enforce-version to an old version: set latest, or remove it.'`,
        reason: "Forbidden",
      },
    ],
  };
}

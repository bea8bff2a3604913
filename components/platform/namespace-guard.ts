import {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "@pulumi/kubernetes/admissionregistration/v1";
import * as pulumi from "@pulumi/pulumi";
import { HASH_LENGTH, LIMITS } from "../../naming/slug";

interface NamespaceGuardArgs {
  /** Namespaces of environments as EKS access policies write them: `smallcase-*`. */
  readonly namespacePattern: string;
  /** Kubernetes group of those who deploy environments. */
  readonly group: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Keeps those who deploy environments inside of the environments' namespaces, and each environment at its own
 * hostnames. RBAC can't: a ClusterRole holds for all namespaces, a Role for one that exists, neither for those whose
 * names begin alike, and none looks into an object.
 */
export class NamespaceGuard extends pulumi.ComponentResource {
  constructor(name: string, args: NamespaceGuardArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:NamespaceGuard", name, {}, options);
    const { namespacePattern, group, labels } = args;
    for (const { title, spec } of guardPolicies(namespacePattern, group)) {
      const metadata = { name: title, labels };
      const policy = new ValidatingAdmissionPolicy(title, { metadata, spec }, { parent: this });
      new ValidatingAdmissionPolicyBinding(
        title,
        { metadata, spec: { policyName: title, validationActions: ["Deny"] } },
        { parent: this, dependsOn: policy },
      );
    }
    this.registerOutputs();
  }
}

/** A ValidatingAdmissionPolicy's name and specification (admissionregistration.k8s.io/v1, since Kubernetes 1.30). */
interface GuardPolicy {
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
      // Subresources as well: pods/exec, deployments/scale. Reviews like SelfSubjectAccessReview never come here.
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
        // An older version of the rules is weaker.
        expression: `!(${has("enforce-version")}) || ${label("enforce-version")} == 'latest'`,
        messageExpression: `'Namespace ' + object.metadata.name + ' must not pin pod-security.kubernetes.io/enforce-version to an old version: set latest, or remove it.'`,
        reason: "Forbidden",
      },
    ],
  };
}

/**
 * In CEL, whether `hostOf` or `previewHostOf` can have made a hostname for a namespace, whatever the domain: its first
 * label is the namespace, or goes on with `--`, which no namespace of ours holds. A label that would pass 63 characters
 * begins with a part of the namespace only and ends in a hash. CEL can't compute hashes, so a cut hostname passes for
 * that of any namespace with the same beginning, which are 27 characters or more: 63, without a - at the end of the cut,
 * `--`, at most 20 of the application, and - and 12 of the hash. No other hostname passes for another namespace's.
 *
 * All of it but `matches` is JavaScript as well, as which the tests run it.
 *
 * @param host and `home`, a namespace, as CEL.
 */
export function isOwnHost(host: string, home: string): string {
  const cut =
    // One less than the most, where the cut left a - at the end, which goes too.
    `${host}.indexOf('.') >= ${LIMITS.dnsLabel - 1} && ${home}.startsWith(${host}.split('--')[0]) && ` +
    `${host}.matches('^[a-z0-9-]+--[a-z0-9-]+-[0-9a-f]{${HASH_LENGTH}}[.]')`;
  return (
    `${home}.indexOf('--') == -1 && ` +
    `(${host}.startsWith(${home} + '.') || ${host}.startsWith(${home} + '--') || ${cut})`
  );
}

/**
 * A route in an environment's namespace takes only that environment's hostnames from a Gateway of another namespace, the
 * shared one; at a Gateway of its own it may take any. Whoever writes it: who deploys there can also act as a service
 * account of that namespace, which is in no group of ours.
 */
export function keepsToOwnHosts(namespacePattern: string) {
  const route = "'Route ' + object.metadata.name + ' in namespace ' + request.namespace";
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: [
        rule(["gateway.networking.k8s.io"], ["*"], ["httproutes", "grpcroutes"], ["CREATE", "UPDATE"]),
      ],
    },
    matchConditions: [
      { name: "of-an-environment", expression: isOurs("request.namespace", namespacePattern) },
      {
        name: "at-the-gateway-of-another",
        expression:
          "has(object.spec.parentRefs) && object.spec.parentRefs.exists(parent, " +
          "parent.kind != 'Gateway' || (has(parent.namespace) && parent.namespace != request.namespace))",
      },
    ],
    variables: [
      { name: "hosts", expression: "has(object.spec.hostnames) ? object.spec.hostnames : []" },
      {
        name: "others",
        expression: `variables.hosts.filter(host, !(${isOwnHost("host", "request.namespace")}))`,
      },
    ],
    validations: [
      {
        expression: "variables.hosts.size() > 0",
        messageExpression: `${route} + ' must have hostnames at a Gateway of another namespace: without any it takes those of all environments; set its own.'`,
        reason: "Forbidden",
      },
      {
        expression: "variables.others.size() == 0",
        messageExpression:
          `${route} + ' must not have hostname ' + variables.others[0] + ' at a Gateway of another namespace: ' + ` +
          "(request.namespace.indexOf('--') == -1 ? 'use ' + request.namespace + '.DOMAIN or ' + request.namespace + " +
          "'--APPLICATION.DOMAIN, or a Gateway of its own.' : 'a namespace with -- in its name has none there; rename it.')",
        reason: "Forbidden",
      },
    ],
  };
}

/** In CEL, whether a name is one of an environment's namespace. */
const isOurs = (name: string, namespacePattern: string) =>
  `${name}.matches('^${namespacePattern.replaceAll("*", "[a-z0-9-]*")}$')`;

/** Requests that a policy checks. */
const rule = (apiGroups: string[], apiVersions: string[], resources: string[], operations: string[]) => ({
  apiGroups,
  apiVersions,
  resources,
  operations,
});

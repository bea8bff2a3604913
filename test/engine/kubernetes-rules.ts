import { isDeepStrictEqual } from "node:util";
import { isRecord, type Properties } from "./wire-value";

/** A Kubernetes object as far as every kind has it. */
export interface Manifest extends Properties {
  apiVersion: string;
  kind: string;
  metadata: Properties & { name: string; namespace?: string };
}

/** The API group in a Pulumi type or an apiVersion's first part: `core`, `apps`, `gateway.networking.k8s.io`. */
export function groupAndKind(type: string): { group: string; kind: string } {
  const [, version = "", kind = ""] = type.split(":");
  const group = version.includes("/") ? (version.split("/")[0] ?? "") : "core";
  return { group, kind };
}

// The cluster-scoped kinds of Kubernetes 1.34 (`kubectl api-resources --namespaced=false`) and the Gateway API.
const CLUSTER_SCOPED = new Set(
  `APIService ClusterRole ClusterRoleBinding CSIDriver CSINode CustomResourceDefinition GatewayClass IngressClass
  MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass RuntimeClass StorageClass
  ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration`.split(/\s+/),
);

/** Whether objects of this kind live in a namespace. */
export const isNamespaced = (kind: string): boolean => !CLUSTER_SCOPED.has(kind);

// Custom resources that count as installed: the Gateway API, what the AWS Load Balancer Controller adds to it, and what
// every EKS cluster comes with.
const INSTALLED_GROUPS = new Set([
  "core",
  "apps",
  "batch",
  "autoscaling",
  "policy",
  "gateway.k8s.aws",
  "elbv2.k8s.aws",
  "vpcresources.k8s.aws",
]);

/** Whether an API server knows a group without a CustomResourceDefinition in the test. */
export const isInstalled = (group: string): boolean =>
  INSTALLED_GROUPS.has(group) || group.endsWith(".k8s.io");

// Source: forceNew in pulumi-kubernetes' provider/pkg/provider/diff.go, for the kinds this project declares.
const REPLACED_BY: Record<string, string[]> = {
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.selector",
    "spec.serviceName",
    "spec.podManagementPolicy",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.selector", "spec.template", "spec.completions", "spec.parallelism"],
  "core/Secret": ["type", "data", "stringData"],
  "core/ConfigMap": ["data", "binaryData"],
  "core/Service": ["spec.clusterIP"],
  "core/ResourceQuota": ["spec.scopes"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
};

/** Whether a change at this path makes the provider replace the object. */
export function isReplacedBy(type: string, path: string): boolean {
  const { group, kind } = groupAndKind(type);
  const own = REPLACED_BY[`${group}/${kind}`] ?? [];
  return ["apiVersion", "kind", "metadata.name", "metadata.namespace", ...own].some(
    (root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`),
  );
}

// Names that become a DNS label have 63 characters, all others are DNS subdomains of 253 (RFC 1123).
const LABEL_NAMED = new Set(["Namespace", "Service"]);
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Why an API server would refuse this object ("Invalid"), empty when it wouldn't: names, labels, selectors. */
export function invalidities(manifest: Manifest): string[] {
  const { kind, metadata } = manifest;
  const problems: string[] = [];
  const limit = LABEL_NAMED.has(kind) ? 63 : 253;
  const pattern = LABEL_NAMED.has(kind) ? /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ : SUBDOMAIN;
  if (!pattern.test(metadata.name) || metadata.name.length > limit) {
    problems.push(
      `metadata.name: Invalid value: "${metadata.name}": must be a lowercase RFC 1123 name of at most ${limit}`,
    );
  }
  for (const [key, value] of Object.entries(isRecord(metadata.labels) ? metadata.labels : {})) {
    if (typeof value !== "string" || value.length > 63 || !LABEL_VALUE.test(value)) {
      problems.push(
        `metadata.labels: Invalid value: ${JSON.stringify(value)} of "${key}": must be a label value of at most 63`,
      );
    }
  }
  if (["Deployment", "StatefulSet"].includes(kind)) {
    const wanted = at(manifest, "spec", "selector", "matchLabels");
    if (!isRecord(wanted) || !selects(wanted, at(manifest, "spec", "template", "metadata", "labels"))) {
      problems.push(
        "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`",
      );
    }
  }
  return problems;
}

/** Why an API server would refuse this change of an object that is there, empty when it wouldn't. */
export function immutabilities(live: Properties, wanted: Manifest): string[] {
  if (live.immutable !== true) return [];
  return ["data", "stringData", "binaryData", "immutable"]
    .filter((field) => !isDeepStrictEqual(live[field], wanted[field]))
    .map((field) => `${field}: Forbidden: field is immutable when \`immutable\` is set`);
}

/** Whether labels carry all that a selector asks for; an empty selector selects nothing here. */
export function selects(selector: unknown, labels: unknown): boolean {
  if (!isRecord(selector) || !isRecord(labels)) return false;
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** The value at a path of keys, undefined where the path ends early. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((here, key) => (isRecord(here) ? here[key] : undefined), value);
}

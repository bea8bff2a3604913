import { isUnder, type Inputs } from "./kind";
import { shortType } from "./lookup";
import aws from "./replacement.json";

/** One property's two sides; undefined where it is not set. */
interface Sides {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Replacements that a provider decides in its code, so that no schema has them; each list names its source file. */
interface Rule {
  /** Any change of these. */
  readonly always?: readonly string[];
  /** These change in place, but can't come or go. */
  readonly presence?: readonly string[];
  /** These change in place and can come, but not go. */
  readonly loss?: readonly string[];
  /** As `always`, unless the provider has this option. */
  readonly unless?: readonly [option: string, ...properties: string[]];
}

/** The versions whose code the rules were read in; a test fails when another one is installed. */
export const ruledBy = {
  "@pulumi/docker-build": "0.0.22",
  "@pulumi/eks": "4.3.0",
  "@pulumi/kubernetes": "4.33.0",
} as const;

const sources = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/**
 * Of pulumi-docker-build none: every change of an image is an update (provider/internal/image.go, `Diff`).
 * Of pulumi-kubernetes: provider/pkg/provider/diff.go (`forceNew`), where no other is named.
 * Of pulumi-eks, a component: the properties that it hands on to a resource which they replace (nodejs/eks/cluster).
 * Of terraform-provider-aws, which pulumi-aws wraps: what is not in its schema.
 */
const rules: Readonly<Record<string, Rule>> = {
  // Ignored after creation is `bootstrapSelfManagedAddons`. Subnets, version and mode of authentication change in place;
  // another key is not taken over, and encryption can't be taken back (internal/service/eks/cluster.go, `CustomizeDiff`).
  "eks:Cluster": {
    always: ["ipFamily", "kubernetesServiceIpAddressRange", "name"],
    loss: ["encryptionConfigKeyArn"],
  },
  "kubernetes:ClusterRoleBinding": { always: ["roleRef"] },
  "kubernetes:ConfigMap": { unless: ["enableConfigMapMutable", "data", "binaryData"] },
  "kubernetes:Deployment": { always: ["spec.selector"] },
  "kubernetes:Release": { always: ["name", "namespace"] }, // helm_release.go (`forceNewFields`)
  "kubernetes:ResourceQuota": { always: ["spec.scopes"] },
  "kubernetes:RoleBinding": { always: ["roleRef"] },
  "kubernetes:Secret": { always: ["type"], unless: ["enableSecretMutable", "data", "stringData"] },
  "kubernetes:Service": { always: ["spec.clusterIP"] },
  // Another account or region, which an update refuses (program/access.ts).
  "pulumi:aws": { always: ["allowedAccountIds", "region"] },
  // Another cluster: nothing of the old one can be kept (provider.go, `DiffConfig`).
  "pulumi:kubernetes": { always: ["clusterIdentifier"] },
  // internal/service/ec2/vpc_security_group_ingress_rule.go, `ModifyPlan`
  "vpc:SecurityGroupEgressRule": { presence: sources },
  "vpc:SecurityGroupIngressRule": { presence: sources },
};

const identity = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/**
 * Whether a change of that property makes the engine delete the resource and make it again.
 *
 * @param provider inputs of the resource's provider.
 */
export function replaces(
  type: string,
  { path, before, after }: Sides,
  provider: Inputs | undefined = {},
): boolean {
  const {
    always = [],
    presence = [],
    loss = [],
    unless: [option, ...unlessTold] = [""],
  } = rules[shortType(type)] ?? {};
  const inSchema = (aws.types as Readonly<Record<string, readonly string[]>>)[type] ?? [];
  return (
    isUnder(path, [...inSchema, ...always, ...(type.startsWith("kubernetes:") ? identity : [])]) ||
    (isUnder(path, presence) && (before === undefined || after === undefined)) ||
    (isUnder(path, loss) && after === undefined) ||
    (isUnder(path, unlessTold) && provider[option] !== true)
  );
}

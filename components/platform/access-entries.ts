import type { types } from "@pulumi/eks";
import { type DeployRoleName, deployRoles } from "./rights/roles";
import { type CiScope, iamArnOf, iamName } from "./rights/statement";

/** Kubernetes groups of CI, known to the cluster's rights by these names. */
export const environmentsGroup = "turnout:environments";
export const previewsGroup = "turnout:previews";

/** As @pulumi/eks takes them; by their purpose. */
type AccessEntries = Readonly<Record<string, CiEntry>>;

interface CiEntry {
  readonly principalArn: string;
  readonly kubernetesGroups?: string[];
  readonly accessPolicies: Record<string, { policyArn: string; accessScope: AccessScope }>;
}

type AccessScope = { type: "cluster" } | { type: "namespace"; namespaces: string[] };

/** Identities of CI. */
interface CiUsers {
  readonly github: boolean;
  /** Role whose rights a Jenkins on EC2 has; missing where there is none. */
  readonly jenkins?: Exclude<DeployRoleName, "preview"> | undefined;
}

/** CI's access entries. EKS refuses an entry whose role isn't there: the cluster depends on the roles. */
export function accessEntries(
  scope: Pick<CiScope, "account" | "cluster" | "namespacePattern">,
  { github, jenkins }: CiUsers,
): AccessEntries {
  const entry = (role: DeployRoleName, wornBy: string = role) =>
    [
      wornBy,
      {
        principalArn: iamArnOf(scope, `role/${iamName(scope.cluster, wornBy)}`),
        ...rightsOf(role, scope.namespacePattern),
      },
    ] as const;
  return Object.fromEntries([
    ...(github ? deployRoles.map((role) => entry(role)) : []),
    ...(jenkins ? [entry(jenkins, "jenkins")] : []),
  ]);
}

function rightsOf(role: DeployRoleName, namespacePattern: string): Omit<CiEntry, "principalArn"> {
  switch (role) {
    case "preview":
      // Not AmazonEKSAdminViewPolicy, which reads Secrets.
      return {
        kubernetesGroups: [previewsGroup],
        accessPolicies: policy("AmazonEKSViewPolicy", { type: "cluster" }),
      };
    case "environment":
      // https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html: a scope's namespaces take wildcards.
      return {
        kubernetesGroups: [environmentsGroup],
        accessPolicies: policy("AmazonEKSAdminPolicy", { type: "namespace", namespaces: [namespacePattern] }),
      };
    case "platform":
      return { accessPolicies: policy("AmazonEKSClusterAdminPolicy", { type: "cluster" }) };
  }
}

const policy = (name: string, accessScope: AccessScope) => ({
  ci: { policyArn: accessPolicyArn(name), accessScope },
});

/** One IAM principal's way into the cluster. */
export type AccessEntry = types.input.AccessEntryArgs;

/** ARN of one of EKS's own access policies. */
const accessPolicyArn = (policy: string): string => `arn:aws:eks::aws:cluster-access-policy/${policy}`;

export interface People {
  /** ARNs of IAM roles and users that may do everything. */
  readonly admins: readonly string[];
  /** ARNs of those that may look at everything but Secrets. */
  readonly viewers: readonly string[];
}

/**
 * The access entries of people, by `role/NAME` or `user/NAME` of the principal. EKS takes one entry per principal: who
 * is in both lists is an admin. Whoever creates the cluster has an entry already, made by EKS, so a second one for that
 * principal is refused (ResourceInUseException): it must be in neither list.
 */
export function peopleAccess({ admins, viewers }: People): Readonly<Record<string, AccessEntry>> {
  const entry = (principalArn: string, name: string, policy: string) => {
    const accessPolicies = {
      [name]: { policyArn: accessPolicyArn(policy), accessScope: { type: "cluster" } },
    };
    return [principalArn.split(":").slice(5).join(":"), { principalArn, accessPolicies }] as const;
  };
  return Object.fromEntries([
    // Not AmazonEKSAdminViewPolicy, which reads Secrets.
    ...viewers.map((arn) => entry(arn, "view", "AmazonEKSViewPolicy")),
    ...admins.map((arn) => entry(arn, "admin", "AmazonEKSClusterAdminPolicy")),
  ]);
}

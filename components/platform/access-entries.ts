import { accessPolicyArn } from "./people-access";
import { iamArnOf, iamName, type CiScope } from "./rights/scope";
import { deployRoles, type DeployRoleName } from "./rights/roles";

/** Kubernetes groups of CI, known to the cluster's rights by these names. */
export const environmentsGroup = "turnout:environments";
export const previewsGroup = "turnout:previews";

/** As @pulumi/eks takes them; by what they are for. */
export type AccessEntries = Readonly<Record<string, AccessEntry>>;

interface AccessEntry {
  readonly principalArn: string;
  readonly kubernetesGroups?: string[];
  readonly accessPolicies: Record<string, { policyArn: string; accessScope: AccessScope }>;
}

type AccessScope = { type: "cluster" } | { type: "namespace"; namespaces: string[] };

/** Whom CI runs as. */
export interface CiUsers {
  readonly github: boolean;
  /** With the rights of which role; missing where there is none. */
  readonly jenkins?: Exclude<DeployRoleName, "preview"> | undefined;
}

/** What CI may do in the cluster. EKS refuses an entry whose role isn't there: the cluster depends on the roles. */
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

function rightsOf(role: DeployRoleName, namespacePattern: string): Omit<AccessEntry, "principalArn"> {
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

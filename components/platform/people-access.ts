import type { types } from "@pulumi/eks";

/** One IAM principal's way into the cluster. */
export type AccessEntry = types.input.AccessEntryArgs;

/** ARN of one of EKS's own access policies. */
export const accessPolicyArn = (policy: string): string => `arn:aws:eks::aws:cluster-access-policy/${policy}`;

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

/** A policy of AWS itself that may be attached, and why none of one's own does. */
export interface AllowedManaged {
  /** With its path: `service-role/…`. */
  readonly name: string;
  readonly reason: string;
}

/** All of them: AWS changes its policies when it likes, so one that isn't here is refused by `narrow-iam`. */
export const allowedManaged: readonly AllowedManaged[] = [
  {
    name: "AmazonEKSFargatePodExecutionRolePolicy",
    reason: "Fargate pulls images with it, and nothing else; EKS asks for it by its name.",
  },
  {
    name: "AmazonEKSClusterPolicy",
    reason:
      "EKS's control plane acts with it, and pulumi-eks attaches it; AWS adds what a new version needs.",
  },
];

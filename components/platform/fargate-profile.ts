import { FargateProfile as EksFargateProfile } from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";

export interface FargateProfileArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly podExecutionRoleArn: pulumi.Input<string>;
  /** Private ones only: EKS refuses others. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Namespaces whose pods run on Fargate, at most 5; `*` and `?` stand for any text and any character. */
  readonly namespaces: readonly string[];
}

/**
 * Whose pods run on Fargate. It can't be changed, only replaced, and stops its pods when it goes. EKS makes or deletes
 * one profile of a cluster at a time, so each depends on the one before (docs/facts.md#fargate-profiles).
 */
export class FargateProfile extends EksFargateProfile {
  constructor(name: string, args: FargateProfileArgs, options: pulumi.CustomResourceOptions) {
    const { namespaces, subnetIds, ...rest } = args;
    const selectors = namespaces.map((namespace) => ({ namespace }));
    // No `fargateProfileName`: with a generated one, the new profile is there before the old one goes.
    super(name, { ...rest, subnetIds: [...subnetIds], selectors }, options);
  }
}

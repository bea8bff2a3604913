import { FargateProfile as EksFargateProfile } from "@pulumi/aws/eks";
import { type PolicyDocument, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../naming/aws";

interface FargateProfileArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly podExecutionRoleArn: pulumi.Input<string>;
  /** Private ones only: EKS refuses others. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Namespaces whose pods run on Fargate, at most 5; `*` and `?` stand for any text and any character. */
  readonly namespaces: readonly string[];
}

/**
 * Namespaces whose pods run on Fargate. It can't be changed, only replaced, and stops its pods when it goes. EKS makes
 * or deletes one profile of a cluster at a time, so each depends on the one before (docs/facts.md#fargate-profiles).
 */
export class FargateProfile extends EksFargateProfile {
  constructor(name: string, args: FargateProfileArgs, options: pulumi.CustomResourceOptions) {
    const { namespaces, subnetIds, ...rest } = args;
    const selectors = namespaces.map((namespace) => ({ namespace }));
    // No `fargateProfileName`: with a generated one, the new profile exists before the old one is deleted.
    super(name, { ...rest, subnetIds: [...subnetIds], selectors }, options);
  }
}

/** Role that Fargate itself assumes for the pods of all profiles: it pulls their images and writes their logs. */
export class PodExecutionRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** Resources that a pod can't start without. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, cluster: FargateCluster, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:PodExecutionRole", name, {}, options);
    // Without a path: EKS doesn't find a role that has one (docs/facts.md#fargate-profiles).
    this.role = new Role(name, { assumeRolePolicy: fargateTrust(cluster) }, { parent: this });
    const policyArn = "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy";
    const attachment = new RolePolicyAttachment(name, { role: this.role.name, policyArn }, { parent: this });
    this.ready = [this.role, attachment];
    this.registerOutputs();
  }
}

interface FargateCluster extends Account {
  readonly cluster: string;
}

/** Only for profiles of this one cluster, or another account's could borrow the role (confused deputy). */
export function fargateTrust({ account, region, cluster }: FargateCluster): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "eks-fargate-pods.amazonaws.com" },
        Condition: {
          ArnLike: { "aws:SourceArn": `arn:aws:eks:${region}:${account}:fargateprofile/${cluster}/*` },
        },
      },
    ],
  };
}

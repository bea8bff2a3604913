import { Policy, Role, RolePolicyAttachment, type PolicyDocument } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Oidc } from "./cluster";

export interface IrsaRoleArgs extends ServiceAccount {
  readonly oidc: Oidc;
  /** At most 6,144 characters without white space. */
  readonly policy: PolicyDocument;
}

export interface ServiceAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** A role for the pods of one service account; Pod Identity doesn't work on Fargate (docs/facts.md#fargate-limits). */
export class IrsaRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** What the pods need for as long as they have something to do in AWS. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: IrsaRoleArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:IrsaRole", name, {}, options);
    const { oidc, policy } = args;
    const trust = pulumi.all([oidc.arn, oidc.issuer]).apply(([arn, issuer]) => irsaTrust(arn, issuer, args));
    const role = new Role(name, { assumeRolePolicy: trust }, { parent: this });
    const rights = new Policy(name, { policy }, { parent: this });
    const attachment = new RolePolicyAttachment(
      name,
      { role: role.name, policyArn: rights.arn },
      { parent: this },
    );
    this.arn = role.arn;
    this.ready = [role, rights, attachment];
    this.registerOutputs();
  }
}

/** @param issuer without https://. */
export function irsaTrust(arn: string, issuer: string, account: ServiceAccount): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: arn },
        // Without :sub any pod of the cluster could take the role.
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: `system:serviceaccount:${account.namespace}:${account.serviceAccount}`,
            [`${issuer}:aud`]: "sts.amazonaws.com",
          },
        },
      },
    ],
  };
}

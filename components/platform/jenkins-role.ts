import { InstanceProfile } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { DeployRole, type DeployRoleArgs } from "./deploy-role";

/** What a Jenkins on EC2 wears: an instance profile of one role, and every job on that machine has its rights. */
export class JenkinsRole extends pulumi.ComponentResource {
  readonly role: DeployRole["role"];

  constructor(
    name: string,
    args: Omit<DeployRoleArgs, "trust" | "description">,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:JenkinsRole", name, {}, options);
    const owned = { parent: this };
    const description = "Jenkins on EC2, deploying with Turnout";
    this.role = new DeployRole(name, { ...args, description, trust: instanceTrust }, owned).role;
    new InstanceProfile(name, { name: args.roleName, role: this.role.name }, owned);
    this.registerOutputs();
  }
}

const instanceTrust = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "TrustInstance",
      Effect: "Allow",
      Principal: { Service: "ec2.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
} as const;

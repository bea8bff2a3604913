import { createHash } from "node:crypto";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";

interface ServiceRoleArgs {
  /** The AWS service that takes the role. */
  service: string;
  description?: string;
  /** Names of AWS managed policies. */
  policies: string[];
  actions?: string[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** `ServiceRole` of pulumi-eks: a role and its managed policies. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** Known once the policies are attached. */
  readonly attached: pulumi.Output<Role>;

  constructor(name: string, args: ServiceRoleArgs, options: pulumi.ComponentResourceOptions) {
    super("eks:index:ServiceRole", name, {}, options);
    const { service, description, policies, actions = ["sts:AssumeRole"], tags } = args;
    const statement = { Action: actions, Effect: "Allow", Principal: { Service: [service] } };
    const owned = { parent: this };
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    this.role = new Role(
      `${name}-role`,
      { assumeRolePolicy, ...(description && { description }), ...(tags && { tags }) },
      owned,
    );
    const attachments = policies.map((policy) => {
      const policyArn = `arn:aws:iam::aws:policy/${policy}`;
      const digits = createHash("sha1").update(policyArn).digest("hex").slice(0, 8);
      return new RolePolicyAttachment(`${name}-${digits}`, { policyArn, role: this.role }, owned);
    });
    this.attached = pulumi.all([this.role.arn, ...attachments.map(({ id }) => id)]).apply(() => this.role);
    this.registerOutputs();
  }
}

import { Policy, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement } from "./rights/statement";

export interface DeployRoleArgs {
  /** In IAM; fixed, so that its ARN is known before it exists. At most 64 characters, as a policy's with its topic. */
  readonly roleName: string;
  readonly description: string;
  /** Who may wear it, as an IAM policy. */
  readonly trust: pulumi.Input<object>;
  /** What it may do, by topic; the topics are known before anything exists, the statements may wait for an id. */
  readonly policies: Readonly<Record<string, pulumi.Input<readonly Statement[]>>>;
}

/** A role that a CI job wears, with its policies. */
export class DeployRole extends pulumi.ComponentResource {
  readonly role: Role;

  constructor(name: string, args: DeployRoleArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:DeployRole", name, {}, options);
    const { roleName, description, trust, policies } = args;
    const owned = { parent: this };
    this.role = new Role(
      name,
      { name: roleName, description, assumeRolePolicy: pulumi.jsonStringify(trust) },
      owned,
    );
    for (const [topic, statements] of Object.entries(policies)) {
      const title = `${name}-${topic}`;
      const policy = new Policy(
        title,
        {
          name: `${roleName}-${topic}`,
          description: `${description}: ${topic}`,
          policy: pulumi.output(statements).apply((all) => policyDocument(all as readonly Statement[])),
        },
        owned,
      );
      new RolePolicyAttachment(title, { role: this.role.name, policyArn: policy.arn }, owned);
    }
    this.registerOutputs();
  }
}

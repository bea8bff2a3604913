import { InstanceProfile, Policy, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { GithubSettings } from "../../settings/aws";
import { accessEntries, type AccessEntry } from "./access-entries";
import { branchSubject, GithubProvider, githubTrust } from "./github";
import { type DeployRoleName, deployRoles, roleStatements } from "./rights/roles";
import {
  type CiScope,
  githubProviderArn,
  iamArnOf,
  iamName,
  policyDocument,
  type Statement,
} from "./rights/statement";

export interface CiAccessArgs extends Omit<CiScope, "vpcId"> {
  readonly vpcId: pulumi.Input<string>;
  /** Branches whose jobs may change the platform. */
  readonly mainBranches: readonly string[];
  /** Missing where no GitHub workflow deploys. */
  readonly github?: GithubSettings | undefined;
  /** Role whose rights a Jenkins on EC2 has; missing where there is none. */
  readonly jenkins?: "environment" | "platform" | undefined;
}

const tasks: Readonly<Record<DeployRoleName, string>> = {
  preview: "Previews pull requests with Turnout",
  environment: "Deploys environments with Turnout",
  platform: "Changes the platform of Turnout",
};

/** How CI gets into the account and the cluster: a role for each task, with no key that could be stolen. */
export class CiAccess extends pulumi.ComponentResource {
  /** ARNs of CI's roles by who assumes them; known before they exist. */
  readonly roleArns: Readonly<Record<string, string>>;
  /** For the cluster. EKS refuses an entry whose role isn't there, so each waits for its own. */
  readonly accessEntries: Readonly<Record<string, AccessEntry>>;

  constructor(name: string, args: CiAccessArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:CiAccess", name, {}, options);
    const { cluster, github, jenkins, mainBranches } = args;
    const owned = { parent: this };
    const roles = new Map<string, pulumi.Resource>();

    if (github) {
      const provider = new GithubProvider("github", owned);
      for (const role of deployRoles) {
        const trust = githubTrust(githubProviderArn(args), github, subjectsOf(role, mainBranches));
        const rights = {
          roleName: iamName(cluster, role),
          description: tasks[role],
          policies: policiesOf(role, args),
        };
        const made = new DeployRole(role, { ...rights, trust: after(provider, trust) }, owned);
        roles.set(role, made.role);
      }
    }
    if (jenkins) {
      const rights = { roleName: iamName(cluster, "jenkins"), policies: policiesOf(jenkins, args) };
      roles.set("jenkins", new JenkinsRole("jenkins", rights, owned).role);
    }

    const entries = Object.entries(accessEntries(args, { github: github !== undefined, jenkins }));
    this.accessEntries = Object.fromEntries(
      entries.map(([wearer, entry]) => [
        wearer,
        { ...entry, principalArn: after(roles.get(wearer), entry.principalArn) },
      ]),
    );
    this.roleArns = Object.fromEntries(
      [...roles.keys()].map((wearer) => [wearer, iamArnOf(args, `role/${iamName(cluster, wearer)}`)]),
    );
    this.registerOutputs();
  }
}

/** The value, known at once; what takes it still waits for the resource. */
const after = <T>(resource: pulumi.Resource | undefined, value: T): pulumi.Input<T> =>
  resource === undefined ? value : pulumi.output(resource.urn).apply(() => value);

/** The topics don't wait for the VPC, or a preview before it is there would show no policy. */
function policiesOf(role: DeployRoleName, args: CiAccessArgs): DeployRoleArgs["policies"] {
  const statements = (vpcId: string) => roleStatements(role, { ...args, vpcId });
  const topics = Object.keys(statements(""));
  return Object.fromEntries(
    topics.map((topic) => [topic, pulumi.output(args.vpcId).apply((id) => statements(id)[topic] ?? [])]),
  );
}

/**
 * The jobs that may assume a role. A job that names a GitHub environment has it in place of its branch, and any job may
 * name any environment: that is no more than `refs/heads/*`, and far too much for the platform.
 */
export function subjectsOf(role: DeployRoleName, mainBranches: readonly string[]): string[] {
  switch (role) {
    case "preview":
      return ["pull_request"];
    case "environment":
      return ["ref:refs/heads/*", "environment:*"];
    case "platform":
      return mainBranches.map(branchSubject);
  }
}

interface DeployRoleArgs {
  /** In IAM; fixed, so that its ARN is known before it exists. At most 64 characters, as a policy's with its topic. */
  readonly roleName: string;
  readonly description: string;
  /** Who may assume it, as an IAM policy. */
  readonly trust: pulumi.Input<object>;
  /** Its rights by topic; the topics are known before anything exists, the statements may wait for an id. */
  readonly policies: Readonly<Record<string, pulumi.Input<readonly Statement[]>>>;
}

/** Role of a CI job, with its policies. */
class DeployRole extends pulumi.ComponentResource {
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

/** Instance profile of one role for a Jenkins on EC2: every job on that machine has its rights. */
class JenkinsRole extends pulumi.ComponentResource {
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

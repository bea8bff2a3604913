import * as pulumi from "@pulumi/pulumi";
import type { GithubSettings } from "../../settings/aws";
import { accessEntries } from "./access-entries";
import { DeployRole, type DeployRoleArgs } from "./deploy-role";
import { GithubProvider, githubProviderArn } from "./github-provider";
import { branchSubject, githubTrust } from "./github-trust";
import { JenkinsRole } from "./jenkins-role";
import type { AccessEntry } from "./people-access";
import { deployRoles, roleStatements, type DeployRoleName } from "./rights/roles";
import { iamArnOf, iamName, type CiScope } from "./rights/scope";

export interface CiAccessArgs extends Omit<CiScope, "vpcId"> {
  readonly vpcId: pulumi.Input<string>;
  /** Branches whose jobs may change the platform. */
  readonly mainBranches: readonly string[];
  /** Missing where no GitHub workflow deploys. */
  readonly github?: GithubSettings | undefined;
  /** With the rights of which role a Jenkins on EC2 deploys; missing where none does. */
  readonly jenkins?: "environment" | "platform" | undefined;
}

const tasks: Readonly<Record<DeployRoleName, string>> = {
  preview: "Previews pull requests with Turnout",
  environment: "Deploys environments with Turnout",
  platform: "Changes the platform of Turnout",
};

/** How CI gets into the account and the cluster: a role for each task, with no key that could be stolen. */
export class CiAccess extends pulumi.ComponentResource {
  /** By who wears them; known before they exist. */
  readonly roleArns: Readonly<Record<string, string>>;
  /** For the cluster. EKS refuses an entry whose role isn't there, so each waits for its own. */
  readonly accessEntries: Readonly<Record<string, AccessEntry>>;

  constructor(name: string, args: CiAccessArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:CiAccess", name, {}, options);
    const { account, cluster, github, jenkins, mainBranches } = args;
    const owned = { parent: this };
    const roles = new Map<string, pulumi.Resource>();

    if (github) {
      const provider = new GithubProvider("github", owned);
      for (const role of deployRoles) {
        const trust = githubTrust(githubProviderArn(account), github, subjectsOf(role, mainBranches));
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
 * Which jobs wear a role. A job that names a GitHub environment says so in place of its branch, and any branch's job may
 * name any: that is no more than `refs/heads/*`, and far too much for the platform.
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

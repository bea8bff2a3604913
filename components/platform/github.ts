import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { GithubSettings } from "../../settings/aws";
import { githubIssuer } from "./rights/statement";

/**
 * Makes the account trust GitHub's tokens; each role says which tokens may assume it. An account has only one: where
 * another program made it, import it (docs/aws-roles.md).
 */
export class GithubProvider extends OpenIdConnectProvider {
  constructor(name: string, options: pulumi.CustomResourceOptions) {
    // Without thumbprints: AWS trusts GitHub's certificate by its authority (docs/facts.md#github-tokens).
    super(name, { url: `https://${githubIssuer}`, clientIdLists: ["sts.amazonaws.com"] }, options);
  }
}

/**
 * Who may assume a role: jobs of one repository in one of the `subjects`, which are the end of a token's `sub` as IAM
 * patterns: `pull_request`, `ref:refs/heads/*`, `environment:NAME`.
 *
 * A token's `sub` is `repo:ORG/REPO:…`, or `repo:ORG@ORGID/REPO@REPOID:…` where the repository is newer than
 * 2026-07-15 or was renamed since (docs/facts.md#github-tokens): both are accepted. A name holds no `@` and no `/`,
 * and a `:` in a value is written %3A, so what stands before the first `:` after `repo:` is the repository.
 *
 * Without the ids, `*` stands for them, and IAM's `*` also matches a `:`. By default that is harmless, as no value
 * holds a `:`. But an owner's repository may put more claims into its `sub`, each between two `:`, and so write
 * `repo:ORG@1/OTHER@2:head_ref:x/REPO@3:pull_request`. Therefore no `:` may come before `/REPO@`. It costs branches
 * with `/REPO@` in their names; the ids cost nothing, so set them.
 *
 * @param provider ARN of the OIDC provider.
 */
export function githubTrust(provider: string, github: GithubSettings, subjects: readonly string[]) {
  const { repository, ownerId = "*", repositoryId = "*" } = github;
  const [owner = "", name = ""] = repository.split("/");
  const repositories = [repository, `${owner}@${ownerId}/${name}@${repositoryId}`];
  const sub = `${githubIssuer}:sub`;
  const guessed = ownerId === "*" || repositoryId === "*";
  return {
    Version: "2012-10-17" as const,
    Statement: [
      {
        Sid: "TrustGithub",
        Effect: "Allow" as const,
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${githubIssuer}:aud`]: "sts.amazonaws.com" },
          // Not StringEquals for values without a pattern: two operators on one key would both have to hold.
          StringLike: {
            [sub]: subjects.flatMap((subject) => repositories.map((each) => `repo:${each}:${subject}`)),
          },
          ...(guessed && { StringNotLike: { [sub]: `repo:${owner}@*:*/${name}@*` } }),
        },
      },
    ],
  };
}

/** A branch's jobs. Git lets a `$` into a name, which IAM would read as a variable. */
export const branchSubject = (branch: string): string =>
  `ref:refs/heads/${branch.replace(/[$*?]/g, "${$&}")}`;

import { OpenIdConnectProvider } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { iamArnOf } from "./rights/scope";
import { githubIssuer } from "./github-trust";

/**
 * Makes the account believe GitHub's tokens; which of them may do what, each role says. An account has one of it: where
 * another program made it, import it (docs/aws-roles.md).
 */
export class GithubProvider extends OpenIdConnectProvider {
  constructor(name: string, options: pulumi.CustomResourceOptions) {
    // Without thumbprints: AWS trusts GitHub's certificate by its authority (docs/facts.md#github-tokens).
    super(name, { url: `https://${githubIssuer}`, clientIdLists: ["sts.amazonaws.com"] }, options);
  }
}

/** Known before it exists. */
export const githubProviderArn = (account: string): string =>
  iamArnOf({ account }, `oidc-provider/${githubIssuer}`);

import type { Account } from "../../naming/aws";

/** Where the state of all stacks is, and what their secrets are encrypted with: as Pulumi wants to be told. */
export interface StateLocation {
  readonly bucket: string;
  /** For `pulumi login`. */
  readonly backendUrl: string;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: string;
}

export const stateKeyAlias = "alias/turnout-state";

/**
 * Follows from account and region alone, so that CI can log in without asking AWS. With the account in it a bucket's
 * name, of which there is one space for everybody, is as good as free; at most 63 characters.
 */
export function stateLocation({ account, region }: Account): StateLocation {
  const bucket = `turnout-state-${account}-${region}`;
  return {
    bucket,
    // awssdk=v2: engines before 3.245 read AWS profiles with single sign-on by that version of the SDK only.
    backendUrl: `s3://${bucket}?region=${region}&awssdk=v2`,
    secretsProvider: `awskms://${stateKeyAlias}?region=${region}&awssdk=v2`,
  };
}

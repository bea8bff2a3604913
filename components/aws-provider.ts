import { Provider } from "@pulumi/aws/provider";
import type { Account } from "../naming/aws";

/**
 * The only AWS provider: every AWS resource is made through it, none through a default provider. It refuses credentials
 * of another account before it does anything, also in a `pulumi destroy`, where no program runs.
 */
export function awsProvider({ account, region }: Account, tags: Readonly<Record<string, string>>): Provider {
  return new Provider("aws", {
    region,
    allowedAccountIds: [account],
    defaultTags: { tags },
  });
}

/**
 * Default tags of every AWS resource: a bill and the console show which app and stack own it. CI's rights go by these two,
 * and its role for environments can set and take away any others (components/platform/rights/network.ts).
 */
export const awsTags = (app: string, stack: string): Record<string, string> => ({
  "turnout:part-of": app,
  "turnout:stack": stack,
});

import { AWS } from "./aws-names";
import type { CloudOptions } from "./simulated-cloud";
import { isRecord, type Properties } from "./wire-value";

/** Settings of a provider that are no text reach it as JSON. */
const parsed = (value: unknown): unknown => (typeof value === "string" ? JSON.parse(value) : value);

/** Effects of the AWS provider's own settings: it keeps to the accounts it may use, and tags what takes tags. */
export const providerSettings: Pick<CloudOptions, "refuses" | "adds"> = {
  refuses: ({ allowedAccountIds }) => {
    const allowed = (parsed(allowedAccountIds) ?? [AWS.account]) as string[];
    return allowed.includes(AWS.account) ? undefined : `AWS account ID not allowed: ${AWS.account}`;
  },
  // Of what takes tags, only what has some of its own is known here.
  adds: ({ tags }, { defaultTags }): Properties => {
    const everywhere = (parsed(defaultTags) as { tags?: Properties } | undefined)?.tags;
    return isRecord(tags) && everywhere ? { tagsAll: { ...everywhere, ...tags } } : {};
  },
};

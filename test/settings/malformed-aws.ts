import { settingsWith, shop, type Malformed } from "./shop";

const account = { account: "111122223333", region: "eu-central-1" };
const onAws = (aws: object, more: object = {}) =>
  settingsWith({ platform: "platform", aws: { ...account, ...aws }, ...more });
const malformed = (name: string, aws: object, problem: string): Malformed => [
  name,
  onAws(aws),
  [`turnout:aws.${problem}`],
];

/** What is wrong with the account that a platform is in. */
export const malformedAws: readonly Malformed[] = [
  malformed(
    "the account is a number, which loses leading zeros",
    { account: 111122223333 },
    'account is 111122223333: must be the 12 digits of an AWS account in quotes; write it as "111122223333".',
  ),
  malformed(
    "the region is a zone",
    { region: "eu-central-1a" },
    'region is "eu-central-1a": must be a region; write it as eu-central-1.',
  ),
  malformed(
    "the cluster's name is too long for its load balancers",
    { cluster: "c".repeat(28) },
    `cluster is "${"c".repeat(28)}": must be 1 to 27 of a-z, 0-9 and -, starting with a letter; rename it.`,
  ),
  malformed(
    "the version is a number, which 1.40 would lose its end as",
    { version: 1.35 },
    'version is 1.35: must be a version of Kubernetes in quotes; write it as "1.35".',
  ),
  malformed(
    "there is one zone",
    { zones: ["a"] },
    "zones is a list: must hold two or three zones; add one, a load balancer needs two.",
  ),
  malformed(
    "a zone is there twice",
    { zones: ["a", "a"] },
    "zones is a list: must not repeat a zone; remove one.",
  ),
  malformed(
    "a zone has the region in it",
    { zones: ["eu-central-1a", "b"] },
    'zones[0] is "eu-central-1a": must be the letter of an availability zone; write it as a.',
  ),
  malformed(
    "the network is public",
    { cidr: "8.8.0.0/16" },
    'cidr is "8.8.0.0/16": must be a private network of 16 bits; write it as 10.0.0.0/16.',
  ),
  malformed(
    "nobody may reach the API",
    { apiAccess: [] },
    "apiAccess is []: must hold a range; without one nobody's `pulumi up` reaches the cluster, so add your own.",
  ),
  malformed(
    "an administrator is a name",
    { admins: ["alice"] },
    'admins[0] is "alice": must be the ARN of an IAM role or user; write it as arn:aws:iam::111122223333:role/admin.',
  ),
  malformed(
    "the repository has no owner",
    { github: { repository: "shop" } },
    'github.repository is "shop": must be owner/name; write it as example/shop.',
  ),
  malformed(
    "logs are kept for a number of days that AWS doesn't know",
    { logRetentionDays: 31 },
    "logRetentionDays is 31: must be a number of days that CloudWatch Logs knows; set 7, 14, 30, 90 or 365.",
  ),
  malformed(
    "a setting is unknown",
    { size: 3 },
    "size is 3: must be a setting that Turnout knows (docs/settings.md); remove it or correct its name.",
  ),
  [
    "a zone answers for no domain",
    onAws({ hostedZone: "Z0123456789AB" }, { domain: "localhost" }),
    [
      'turnout:domain is "localhost": must be one that aws.hostedZone answers for; set the domain of that zone or a part of it.',
    ],
  ],
  [
    "a Gateway is named twice",
    onAws({}, { gateway: { ...shop.gateway, others: ["shared"] } }),
    ["turnout:gateway.others is a list: must not name a Gateway twice; remove the repeated name."],
  ],
  [
    "an own Gateway has no domain to be found by",
    onAws({}, { gateway: { ...shop.gateway, own: true } }),
    [
      "turnout:gateway.own is true: must not be set without aws.hostedZone, for no wildcard leads to a load balancer of one's own; set the zone or remove the line.",
    ],
  ],
  [
    "the cap is text",
    settingsWith({ monthlyCap: "much" }),
    [
      'turnout:monthlyCap is "much": must be a whole number from 1 to 1000000; set the most USD that this stack may cost in a month.',
    ],
  ],
];

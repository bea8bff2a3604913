import { settingsWith, shop, type Malformed } from "./shop";

const account = { account: "111122223333", region: "eu-central-1" };
const onAws = (aws: object, more: object = {}) =>
  settingsWith({ platform: "platform", aws: { ...account, ...aws }, ...more });
const malformed = (name: string, aws: object, problem: string): Malformed => [
  name,
  onAws(aws),
  [`turnout:aws.${problem}`],
];

const partition =
  "must be in AWS's standard partition, arn:aws, the only one supported; set one such as eu-central-1.";

/** Errors in the account of a platform. */
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
  malformed("the region is in China", { region: "cn-north-1" }, `region is "cn-north-1": ${partition}`),
  malformed(
    "the region is GovCloud's",
    { region: "us-gov-west-1" },
    `region is "us-gov-west-1": ${partition}`,
  ),
  malformed(
    "the region is misspelt",
    { region: "eu-centrall-1" },
    'region is "eu-centrall-1": must be a region that has EKS, as in settings/eks.ts; correct it, or add a new one there.',
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
    "the version is out of standard support",
    { version: "1.30" },
    'version is "1.30": must be 1.34 or newer, for EKS\'s standard support of those before has ended; set "1.35".',
  ),
  malformed(
    "the version is not out yet",
    { version: "1.99" },
    'version is "1.99": must be 1.36 or older, for newer ones are not known to this version of Turnout; set "1.35", or take a newer Turnout.',
  ),
  malformed(
    "CoreDNS's version is one of CoreDNS itself",
    { corednsVersion: "1.13.2" },
    'corednsVersion is "1.13.2": must be a version of EKS\'s add-on for CoreDNS; write it as v1.13.2-eksbuild.31.',
  ),
  malformed(
    "CoreDNS's version is the newest there is",
    { corednsVersion: "latest" },
    'corednsVersion is "latest": must be a version of EKS\'s add-on for CoreDNS; write it as v1.13.2-eksbuild.31.',
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
    "the network has a number that no address has",
    { cidr: "10.999.0.0/16" },
    'cidr is "10.999.0.0/16": must be a private network of 16 bits; write it as 10.0.0.0/16.',
  ),
  malformed(
    "a range that may reach the API is none",
    { apiAccess: ["203.0.113.0/24", "300.1.1.1/99"] },
    'apiAccess[1] is "300.1.1.1/99": must be a range of IPv4 addresses, four numbers up to 255 and a prefix up to 32; write it as 203.0.113.0/24.',
  ),
  ...["10.0.0.0/8", "172.31.4.0/24", "192.168.1.1/32", "100.64.0.0/10"].map((range) =>
    malformed(
      `${range}, which is private, may reach the API`,
      { apiAccess: [range] },
      `apiAccess[0] is "${range}": must be public, for EKS takes no private addresses here, and those in the VPC get in without; write the addresses that you have on the internet, as in 203.0.113.0/24.`,
    ),
  ),
  malformed(
    "more ranges may reach the API than EKS takes",
    { apiAccess: Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`) },
    "apiAccess is a list: must hold 40 ranges at most, as EKS takes no more; merge adjacent ranges.",
  ),
  malformed(
    "the alarms' topic is in another region",
    { alarmTopic: "arn:aws:sns:us-east-1:111122223333:alarms" },
    'alarmTopic is "arn:aws:sns:us-east-1:111122223333:alarms": must be in aws.region (eu-central-1), where the alarms are, for an alarm notifies topics of its own region only; create a topic there.',
  ),
  malformed(
    "the alarms' topic has no account",
    { alarmTopic: "arn:aws:sns:eu-central-1:1234:alarms" },
    'alarmTopic is "arn:aws:sns:eu-central-1:1234:alarms": must be the ARN of an SNS topic; write it as arn:aws:sns:eu-central-1:111122223333:alarms.',
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

import { BlockList } from "node:net";
import * as z from "zod";
import { error, text } from "../problems/schema";
import { defaultCluster } from "../naming/aws";
import { corednsOf, corednsVersion, defaultVersion, region, version } from "./eks";

/** Addresses that don't exist on the internet: RFC 1918, 6598 (a provider's own), 1122 (loopback), 3927 (link-local). */
const inside = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
] as const)
  inside.addSubnet(network, prefix);

/** A range of addresses that comes over the internet; EKS refuses any other for its public endpoint. */
const publicRange = z
  .cidrv4(
    error(
      "must be a range of IPv4 addresses, four numbers up to 255 and a prefix up to 32; write it as 203.0.113.0/24",
    ),
  )
  .refine(
    (range) => !inside.check(range.split("/")[0] ?? ""),
    error(
      "must be public, for EKS takes no private addresses here, and those in the VPC get in without; write the addresses that you have on the internet, as in 203.0.113.0/24",
    ),
  );

const id = (whose: string) =>
  text(
    /^[1-9]\d{0,18}$/,
    `must be a number in quotes; write the ${whose} id that GitHub's API gives`,
  ).optional();

/**
 * The repository whose workflows may use this account. Repositories made after 2026-07-15 name themselves in their
 * tokens with ids (docs/facts.md#github-tokens); without the ids here, any repository of that name is trusted in that
 * form.
 */
const githubSchema = z.strictObject(
  {
    repository: text(/^[\w.-]+\/[\w.-]+$/, "must be owner/name; write it as example/shop"),
    ownerId: id("owner's"),
    repositoryId: id("repository's"),
  },
  error("must hold repository; write it as { repository: example/shop }"),
);

const roleArns = (fix: string) =>
  z
    .array(
      text(
        /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
        "must be the ARN of an IAM role or user; write it as arn:aws:iam::111122223333:role/admin",
      ),
      error(`must be a list of ARNs; ${fix}`),
    )
    .default([]);

const flag = (fix: string) => z.boolean(error(`must be true or false; ${fix}`)).default(false);

const accountSchema = z.strictObject(
  {
    account: text(
      /^\d{12}$/,
      'must be the 12 digits of an AWS account in quotes; write it as "111122223333"',
    ),
    region,
    /** Of the EKS cluster; 27, so that it fits with a suffix into a load balancer's name of 32. */
    cluster: text(
      /^[a-z]([a-z0-9-]{0,25}[a-z0-9])?$/,
      "must be 1 to 27 of a-z, 0-9 and -, starting with a letter; rename it",
    )
      .refine(
        (name) => !/^internal(-|$)/.test(name),
        error("must not begin with internal, which AWS keeps for load balancers; rename it"),
      )
      .default(defaultCluster),
    /** Of Kubernetes. */
    version: version.default(defaultVersion),
    /** Of the add-on; unset means the one that belongs to `version`. */
    corednsVersion: corednsVersion.optional(),
    zones: z
      .array(
        text(/^[a-f]$/, "must be the letter of an availability zone; write it as a"),
        error("must be a list of letters; write it as [a, b]"),
      )
      .min(2, error("must hold two or three zones; add one, a load balancer needs two"))
      .max(3, error("must hold two or three zones; remove one"))
      .refine((zones) => new Set(zones).size === zones.length, error("must not repeat a zone; remove one"))
      .default(["a", "b"]),
    /** A /16 has room for 49,152 pods in three zones, each of which takes an address of its own on Fargate. */
    cidr: text(
      /^(10\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
      "must be a private network of 16 bits; write it as 10.0.0.0/16",
    ).default("10.0.0.0/16"),
    natPerZone: flag("set true for a NAT gateway in each zone"),
    endpoints: flag("set true for VPC endpoints of ECR, S3, STS and CloudWatch Logs"),
    /** Who may reach the API server over the internet; the cluster itself reaches it inside the VPC. */
    apiAccess: z
      .array(publicRange, error("must be a list of address ranges; write it as [203.0.113.0/24]"))
      .min(
        1,
        error("must hold a range; without one nobody's `pulumi up` reaches the cluster, so add your own"),
      )
      // A quota that can't be raised (AWS General Reference, "Amazon EKS endpoints and quotas").
      .max(40, error("must hold 40 ranges at most, as EKS takes no more; merge adjacent ranges"))
      .default(["0.0.0.0/0"]),
    hostedZone: text(
      /^Z[A-Z0-9]{8,31}$/,
      "must be the id of a Route 53 hosted zone; write it as Z0123456789AB",
    ).optional(),
    admins: roleArns("write the roles that administer the cluster as [arn:aws:iam::111122223333:role/admin]"),
    viewers: roleArns("write the roles that may look as [arn:aws:iam::111122223333:role/developer]"),
    github: githubSchema.optional(),
    /** The role with which a Jenkins on EC2 deploys. */
    jenkins: z
      .enum(
        ["environment", "platform"],
        error("must be environment or platform; set whose rights Jenkins has"),
      )
      .optional(),
    /** CloudWatch Logs takes certain numbers only. */
    logRetentionDays: z
      .literal(
        [
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
          3653,
        ],
        error("must be a number of days that CloudWatch Logs knows; set 7, 14, 30, 90 or 365"),
      )
      .default(30),
    alarmTopic: text(
      /^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
      "must be the ARN of an SNS topic; write it as arn:aws:sns:eu-central-1:111122223333:alarms",
    ).optional(),
  },
  error('must hold account and region; write it as { account: "111122223333", region: eu-central-1 }'),
);

/**
 * The AWS account with the cluster that all branches share. Everything for which a diff would need the network is
 * set here: an account and its region, the letters of its zones, the id of its hosted zone.
 */
export const awsSchema = accountSchema.transform((aws) => ({
  ...aws,
  corednsVersion: aws.corednsVersion ?? corednsOf(aws.version),
}));

export type AwsSettings = z.output<typeof awsSchema>;
export type GithubSettings = z.output<typeof githubSchema>;

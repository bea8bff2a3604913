import { error, text } from "../problems/schema";

/**
 * Regions of EKS in AWS's standard partition. Source: AWS General Reference, "Amazon EKS endpoints and quotas", read
 * 2026-11-21. Fargate is in each of them (EKS user guide, "AWS Fargate considerations"). Those in China and GovCloud are
 * left out: they are partitions of their own, whose ARNs don't begin with arn:aws as all in this program do.
 */
export const regions: ReadonlySet<string> = new Set([
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
]);

/** Of other partitions: China's, GovCloud's, the isolated ones, the European sovereign one. */
const elsewhere = /^(cn|us-gov|(us|eu)-iso[a-z]?|eusc)-/;

export const region = text(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "must be a region; write it as eu-central-1")
  .refine(
    (name) => !elsewhere.test(name),
    error(
      "must be in AWS's standard partition, arn:aws, the only one supported; set one such as eu-central-1",
    ),
  )
  .refine(
    (name) => elsewhere.test(name) || regions.has(name),
    error("must be a region that has EKS, as in settings/eks.ts; correct it, or add a new one there"),
  );

/**
 * Minor versions of Kubernetes 1 that EKS has in standard support, with its end. Any other is refused: the cluster is
 * made with `supportType: STANDARD`, which takes no older one, and moves a cluster on when its version's support ends.
 * As of 2026-11 (docs/facts.md#eks-versions); no end of 1.36 was published there.
 */
export const versions = [
  { minor: 34, until: "2026-12-02" },
  { minor: 35, until: "2027-03-27" },
  { minor: 36, until: undefined },
] as const;

/** The version of a new cluster. */
export const defaultVersion = "1.35";

const minors = versions.map(({ minor }) => minor);
const [oldest, newest] = [Math.min(...minors), Math.max(...minors)];
/** 35 of `1.35`. */
export const minorOf = (name: string) => Number(name.slice("1.".length));

export const version = text(/^1\.\d\d$/, 'must be a version of Kubernetes in quotes; write it as "1.35"')
  .refine(
    (name) => minorOf(name) >= oldest,
    error(
      `must be 1.${oldest} or newer, for EKS's standard support of those before has ended; set "${defaultVersion}"`,
    ),
  )
  .refine(
    (name) => minorOf(name) <= newest,
    error(
      `must be 1.${newest} or older, for newer ones are not known to this version of Turnout; set "${defaultVersion}", or take a newer Turnout`,
    ),
  );

/**
 * Version of the CoreDNS add-on by the cluster's: EKS's own default for it (docs/facts.md#coredns-versions). Without one
 * here the newest is looked up at each run, and an update that is about something else replaces the cluster's DNS.
 */
const corednsVersions: Readonly<Record<`1.${(typeof versions)[number]["minor"]}`, string>> = {
  "1.34": "v1.12.4-eksbuild.38",
  "1.35": "v1.13.2-eksbuild.31",
  "1.36": "v1.14.3-eksbuild.23",
};

/** @param version of Kubernetes, one that {@link version} takes. */
export const corednsOf = (version: string): string =>
  corednsVersions[version as keyof typeof corednsVersions];

export const corednsVersion = text(
  /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
  "must be a version of EKS's add-on for CoreDNS; write it as v1.13.2-eksbuild.31",
);

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
  .refine((name) => !elsewhere.test(name), {
    ...error(
      "must be in AWS's standard partition, arn:aws, the only one supported; set one such as eu-central-1",
    ),
    abort: true,
  })
  .refine(
    (name) => regions.has(name),
    error("must be a region that has EKS, as in settings/aws-regions.ts; correct it, or add a new one there"),
  );

/** Price of one unit. */
export interface UnitPrice {
  readonly usd: number;
  /** `GB` prices go by volume, which no program declares: they are here to be looked up, and never part of a sum. */
  readonly per: "hour" | "month" | "GB-month" | "GB";
  /** Its name in a list of items, where a resource counts as one or several of it. */
  readonly item?: string;
  /** Page that the number was read on; none was compared with a bill. */
  readonly source: string;
  /** Part of the number that no page confirms. */
  readonly unverified?: string;
}

/** List prices without free tiers, discounts and taxes. Most other regions cost more. */
export const priceList = { region: "us-east-1", date: "2026-06", currency: "USD" } as const;

/** As AWS counts a month. */
const hoursPerMonth = 730;

export const unitPrices = {
  fargateVcpu: { usd: 0.04048, per: "hour", source: "vantage.sh/blog/fargate-pricing" },
  fargateGigabyte: { usd: 0.004445, per: "hour", source: "vantage.sh/blog/fargate-pricing" },
  /** In standard support. */
  eksCluster: {
    usd: 0.1,
    per: "hour",
    item: "EKS cluster",
    source: "vantage.sh/blog/amazon-eks-extended-support-cost-kubernetes",
  },
  natGateway: {
    usd: 0.045,
    per: "hour",
    item: "NAT gateway",
    source: "zacfukuda.com/blog/aws-nat-gateway-vs-vpc-endpoint",
  },
  /** LCUs come on top, by traffic: 0.008 an hour each. */
  loadBalancer: {
    usd: 0.0225,
    per: "hour",
    item: "load balancer",
    source: "cloud-horizons.com/blog/alb-the-line-item-nobody-watches",
  },
  /** In each zone. */
  interfaceEndpoint: {
    usd: 0.01,
    per: "hour",
    item: "interface endpoint in a zone",
    source: "zacfukuda.com/blog/aws-nat-gateway-vs-vpc-endpoint",
  },
  publicAddress: {
    usd: 0.005,
    per: "hour",
    item: "public IPv4 address",
    source: "cloudcostchefs.com/blog/cloud-networking-costs-ipv4-egress-2026",
  },
  /** Each of its first two rotations adds as much. */
  kmsKey: { usd: 1, per: "month", item: "KMS key", source: "aws.amazon.com/kms/pricing" },
  alarmMetric: {
    usd: 0.1,
    per: "month",
    item: "metric of an alarm",
    source: "c3x.dev/resources/aws/aws_cloudwatch_metric_alarm",
    unverified: "that an alarm over an expression is billed once for each metric in it",
  },
  dashboard: {
    usd: 3,
    per: "month",
    item: "dashboard",
    source: "factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards",
  },
  imageStorage: { usd: 0.1, per: "GB-month", source: "cloudburn.io/blog/amazon-ecr-pricing" },
  logIngestion: {
    usd: 0.5,
    per: "GB",
    source: "factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards",
  },
} as const satisfies Readonly<Record<string, UnitPrice>>;

/** Times the price of a cluster whose version is in extended support (docs/facts.md#eks-versions). */
export const extendedSupport = 6;

export type Priced = {
  [Name in keyof typeof unitPrices]: (typeof unitPrices)[Name]["per"] extends "hour" | "month" ? Name : never;
}[keyof typeof unitPrices];

/** A price by time that a resource can be counted in. */
export type Item = {
  [Name in keyof typeof unitPrices]: (typeof unitPrices)[Name] extends { readonly item: string }
    ? Name
    : never;
}[keyof typeof unitPrices];

/** USD a month for one that exists all the time. */
export function monthly(name: Priced): number {
  const { usd, per } = unitPrices[name];
  return per === "hour" ? usd * hoursPerMonth : usd;
}

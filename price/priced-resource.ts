import type { Declared, Recording } from "../diff/recording";
import { monthly } from "./unit-prices";

/** Some of one thing, and what all of them cost in a month. */
export interface Item {
  readonly what: string;
  readonly count: number;
  /** USD. */
  readonly monthly: number;
  /** USD, with every autoscaler at its largest. */
  readonly most: number;
}

interface Alarm {
  readonly metricName?: string;
  readonly metricQueries?: readonly { readonly metric?: unknown }[];
}

interface Gateway {
  readonly spec?: { readonly gatewayClassName?: string };
}

/** The least of a load balancer (docs/facts.md#alb-limits), and what `aws.zones` has where it isn't set. */
const fewestZones = 2;

/** The zones that a recording's load balancers stand in, each of which gives them a public address. */
export function zonesOf({ resources, zones = [] }: Recording): number {
  const subnets = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
  const declared = new Set(subnets.map(({ inputs }) => inputs.availabilityZone));
  return Math.max(fewestZones, declared.size, zones.length);
}

/** What a resource itself costs while it is there; nothing for what is free, goes by volume, or runs as a pod. */
export function itemsOf({ type, inputs }: Declared, zones: number): Item[] {
  switch (type) {
    case "eks:index:Cluster":
    case "aws:eks/cluster:Cluster":
      return [some("EKS cluster", 1, monthly("eksCluster"))];
    case "aws:ec2/natGateway:NatGateway":
      return [some("NAT gateway", 1, monthly("natGateway"))];
    case "aws:ec2/eip:Eip":
      return [some("public IPv4 address", 1, monthly("publicAddress"))];
    case "kubernetes:gateway.networking.k8s.io/v1:Gateway":
      if ((inputs as Gateway).spec?.gatewayClassName !== "alb") return [];
      return [
        some("load balancer", 1, monthly("loadBalancer")),
        some("public IPv4 address", zones, monthly("publicAddress")),
      ];
    case "aws:ec2/vpcEndpoint:VpcEndpoint": {
      if (inputs.vpcEndpointType !== "Interface") return []; // a gateway endpoint, S3's, is free
      const { subnetIds } = inputs;
      const count = Array.isArray(subnetIds) ? subnetIds.length : zones;
      return [some("interface endpoint in a zone", count, monthly("interfaceEndpoint"))];
    }
    case "aws:kms/key:Key":
      return [some("KMS key", 1, monthly("kmsKey"))];
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return [some("metric of an alarm", metricsOf(inputs), monthly("alarmMetric"))];
    case "aws:cloudwatch/dashboard:Dashboard":
      return [some("dashboard", 1, monthly("dashboard"))];
    default:
      return [];
  }
}

const some = (what: string, count: number, each: number): Item => ({
  what,
  count,
  monthly: count * each,
  most: count * each,
});

/** An expression is over several metrics, each of which counts. */
function metricsOf({ metricQueries = [] }: Alarm): number {
  return Math.max(1, metricQueries.filter(({ metric }) => metric !== undefined).length);
}

import type { Provider as AwsProvider } from "@pulumi/aws/provider";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import { LoadBalancerAlarms } from "../components/alarms/load-balancer-alarms";
import { PlatformDashboard } from "../components/alarms/platform-dashboard";
import { Domain } from "../components/platform/domain";
import type { Zone } from "../components/platform/rights/scope";
import { SharedGateways, type SharedGatewaysArgs } from "../components/platform/shared-gateways";
import { WildcardRecord } from "../components/platform/wildcard-record";

export interface LoadBalancersArgs extends Omit<SharedGatewaysArgs, "https"> {
  readonly region: string;
  /** Missing where environments answer over plain HTTP, at the load balancer's own name. */
  readonly zone?: Zone | undefined;
  /** ARN of the SNS topic that alarms tell. */
  readonly alarmTopic?: string | undefined;
}

/** How traffic gets in: the domain with its certificate, the Gateways that environments share, and what watches them. */
export function loadBalancersOf(
  { zone, region, alarmTopic, ...args }: LoadBalancersArgs,
  aws: AwsProvider,
  kubernetes: KubernetesProvider,
) {
  const { cluster } = args;
  const onAws = { provider: aws };
  const domain = zone && new Domain("domain", { domain: zone.domain, hostedZone: zone.id }, onAws);
  const https = zone && domain && { certificateArn: domain.certificateArn, domain: zone.domain };
  const shared = new SharedGateways("gateways", { ...args, https }, { providers: [aws, kubernetes] });
  const all = Object.entries(shared.gateways);
  const [, first] = all[0] ?? [];
  const wildcard =
    zone &&
    first &&
    new WildcardRecord(
      "wildcard",
      { domain: zone.domain, hostedZone: zone.id, address: first.address },
      onAws,
    );
  const loadBalancers = all.map(([name, { arnSuffix }]) => ({ name, loadBalancer: arnSuffix }));
  const alarms = loadBalancers.map(
    ({ name, loadBalancer }) =>
      new LoadBalancerAlarms(name, { cluster, loadBalancer, topic: alarmTopic }, onAws),
  );
  const dashboard = new PlatformDashboard("platform", { cluster, region, loadBalancers }, onAws);
  const parts: (pulumi.Resource | undefined)[] = [domain, shared, wildcard, ...alarms, dashboard];
  return {
    certificateArn: domain?.certificateArn,
    gateways: Object.fromEntries(
      all.map(([name, { address, arnSuffix }]) => [name, { address, loadBalancer: arnSuffix }]),
    ),
    parts: parts.filter((part) => part !== undefined),
  };
}

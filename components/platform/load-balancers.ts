import type { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { loadBalancerName } from "../../naming/aws";
import { platformLabels } from "../../naming/names";
import { LoadBalancerAlarms, PlatformDashboard } from "../alarms/platform";
import { LoadBalancedGateway, loadBalancerClass } from "../load-balanced-gateway";
import { Domain } from "./domain";
import type { LoadBalancerController } from "./load-balancer-controller";
import type { Zone } from "./rights/statement";

interface LoadBalancersArgs extends Omit<SharedGatewaysArgs, "https"> {
  readonly region: string;
  /** Missing where environments answer over plain HTTP, at the load balancer's own name. */
  readonly zone?: Zone | undefined;
  /** ARN of the SNS topic that alarms notify. */
  readonly alarmTopic?: string | undefined;
}

/** Ingress of the platform: the domain with its certificate, the Gateways that environments share, and their alarms. */
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

interface SharedGatewaysArgs extends SharedGatewayArgs {
  /** The domain's wildcard leads to the first; a further one is for new environments. */
  readonly names: readonly string[];
  readonly controller: Pick<LoadBalancerController, "release">;
  /** The environments' security group: the controller takes its own rules out of it before a load balancer goes. */
  readonly securityGroup: pulumi.Resource;
}

/** The load balancers of the platform, and the class of all Gateways in the cluster. */
export class SharedGateways extends pulumi.ComponentResource {
  readonly gateways: Readonly<Record<string, SharedGateway>>;

  constructor(name: string, args: SharedGatewaysArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:platform:SharedGateways", name, {}, options);
    const { names, namespace, controller, securityGroup } = args;
    const served = [controller.release, securityGroup];
    const home = new Namespace(
      name,
      { metadata: { name: namespace, labels: platformLabels } },
      // Its Gateways would go with it.
      { parent: this, dependsOn: served, protect: true },
    );
    const alb = new GatewayClass({ parent: this, dependsOn: served });
    const attached = { parent: this, dependsOn: [home, alb, ...served] };
    this.gateways = Object.fromEntries(names.map((one) => [one, new SharedGateway(one, args, attached)]));
    this.registerOutputs();
  }
}

interface SharedGatewayArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly idleTimeoutSeconds: number;
  readonly beforeDelete?: pulumi.ResourceHook | undefined;
  /** Domain, and certificate of it and its wildcard; without them the environments answer over plain HTTP. */
  readonly https?: { readonly certificateArn: pulumi.Input<string>; readonly domain: string } | undefined;
}

/**
 * A load balancer that environments attach their routes to: at most 25 of them with one application each, because its
 * limit is 100 target groups, and each route to a Service makes one (docs/adr/0012). Protected: they lose their traffic
 * with it.
 */
class SharedGateway extends LoadBalancedGateway {
  /** @param name of the Gateway too, so it can't be one of another namespace's. */
  constructor(name: string, args: SharedGatewayArgs, options: pulumi.ComponentResourceOptions) {
    const { cluster, namespace, idleTimeoutSeconds, https, beforeDelete } = args;
    super(
      name,
      {
        name,
        namespace,
        labels: platformLabels,
        ...https,
        idleTimeoutSeconds,
        // Environments come and go by namespace; what they may do there is theirs alone.
        allowedRoutes: "All",
        protect: true,
        beforeDelete,
        loadBalancerName: loadBalancerName(cluster, name),
      },
      options,
    );
  }
}

/**
 * Gateways of this class become Application Load Balancers. `options` must depend on the controller: it alone takes off
 * the finalizer that it puts on, and only once no Gateway names the class.
 */
class GatewayClass extends CustomResource {
  constructor(options: pulumi.CustomResourceOptions) {
    super(
      loadBalancerClass,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: {
          name: loadBalancerClass,
          labels: platformLabels,
          // The first resource that shows whether the controller found the Gateway API's kinds.
          annotations: { "pulumi.com/waitFor": "condition=Accepted" },
        },
        spec: { controllerName: "gateway.k8s.aws/alb" },
      },
      options,
    );
  }
}

interface WildcardRecordArgs {
  readonly domain: string;
  /** Route 53's id of the zone that answers for it. */
  readonly hostedZone: string;
  /** DNS name of the load balancer. */
  readonly address: pulumi.Input<string>;
}

/** Leads every hostname right below a domain to a load balancer; a record of a hostname's own goes before it. */
export class WildcardRecord extends DnsRecord {
  constructor(name: string, args: WildcardRecordArgs, options: pulumi.CustomResourceOptions) {
    const { domain, hostedZone, address } = args;
    super(
      name,
      // In seconds: how long a resolver sends requests to a load balancer that was replaced.
      { zoneId: hostedZone, name: `*.${domain}`, type: "CNAME", ttl: 60, records: [address] },
      options,
    );
  }
}

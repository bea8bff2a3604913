import { getTargetGroupOutput } from "@pulumi/aws/lb";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../../estimate/placement";
import { loadBalancerName, targetGroupName } from "../../naming/aws";
import type { PlannedApplication } from "../../program/planned-application";
import type { Color } from "../../release/model";
import type { Application } from "../../settings/application";
import { EnvironmentAlarms, EnvironmentDashboard } from "../alarms/environment";
import { LoadBalancedGateway } from "../load-balanced-gateway";
import type { Cloud, Place } from "./cloud";
import { PodSecurityGroups, TargetGroups } from "./target-groups";

/** Resources that a platform on AWS made, and the settings that use them. */
interface AwsCloudArgs {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly region: string;
  readonly vpcId: string;
  /** Security group of the pods of all environments: it lets the load balancer and the cluster in. */
  readonly securityGroupId: string;
  readonly placement: Placement;
  readonly idleTimeoutSeconds: number;
  readonly deregistrationDelaySeconds: number;
  /** ARN of the certificate for the domain and its wildcard; missing where environments answer over plain HTTP. */
  readonly certificateArn?: string | undefined;
  /** Route 53's id of the domain's zone; missing where there is no domain. */
  readonly hostedZone?: string | undefined;
  /** Name of the shared load balancer that its routes are at; an environment's own is made with it. */
  readonly address?: string | undefined;
  /** ARN suffix of that load balancer, by which its metrics are found. */
  readonly loadBalancer?: string | undefined;
  /** It has alarms and a dashboard, which cost money. */
  readonly isWatched: boolean;
  /** ARN of the SNS topic that alarms notify. */
  readonly alarmTopic?: string | undefined;
}

/** An environment on EKS Fargate, behind an Application Load Balancer. */
export class AwsCloud implements Cloud {
  /** The controller then keeps a pod from being Ready before the load balancer finds it healthy. */
  readonly namespaceLabels = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };
  /** The environment's own Gateway, where it has one. */
  private own: LoadBalancedGateway | undefined;

  constructor(private readonly args: AwsCloudArgs) {}

  beforePods(
    place: Place,
    parent: pulumi.ComponentResource,
    after: pulumi.Resource,
  ): readonly pulumi.Resource[] {
    const { vpcId, securityGroupId, placement, certificateArn, idleTimeoutSeconds, cluster } = this.args;
    const groups = new PodSecurityGroups(
      "environment",
      { ...place, vpcId, sharedSecurityGroupId: securityGroupId },
      { parent, dependsOn: after },
    );
    if (placement.namespace !== place.namespace) return [groups];
    this.own = new LoadBalancedGateway(
      placement.name,
      {
        name: placement.name,
        namespace: place.namespace,
        ...(certificateArn !== undefined && { certificateArn }),
        idleTimeoutSeconds,
        allowedRoutes: "Same",
        protect: false,
        loadBalancerName: loadBalancerName(cluster, place.namespace),
      },
      { parent, dependsOn: after },
    );
    return [groups, this.own];
  }

  besideService(
    application: Application,
    color: Color,
    place: Place,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    const { cluster, deregistrationDelaySeconds } = this.args;
    return new TargetGroups({ application, color, ...place, cluster, deregistrationDelaySeconds }, options);
  }

  afterTraffic(
    { namespace }: Place,
    applications: readonly PlannedApplication[],
    parent: pulumi.ComponentResource,
    after: readonly pulumi.Resource[],
  ): void {
    const { hostedZone, placement, isWatched, cluster, region, alarmTopic } = this.args;
    const address = this.own?.address ?? this.args.address;
    const loadBalancer = this.own?.arnSuffix ?? this.args.loadBalancer;
    if (hostedZone !== undefined && !placement.first && address !== undefined)
      for (const { entry, preview } of applications)
        for (const { host } of [entry, preview])
          new HostRecord(host, { host, hostedZone, address }, { parent, dependsOn: [...after] });
    if (!isWatched || loadBalancer === undefined) return;
    const names = applications.map(({ application }) => application.name);
    new WatchedEnvironment(
      "environment",
      { cluster, region, namespace, applications: names, loadBalancer, topic: alarmTopic },
      after,
      { parent },
    );
  }
}

interface HostRecordArgs {
  readonly host: string;
  readonly hostedZone: string;
  /** Name of the load balancer. */
  readonly address: pulumi.Input<string>;
}

/** Leads a hostname to another load balancer than the one that the domain's wildcard leads to. */
class HostRecord extends DnsRecord {
  constructor(
    name: string,
    { host, hostedZone, address }: HostRecordArgs,
    options: pulumi.CustomResourceOptions,
  ) {
    super(name, { zoneId: hostedZone, name: host, type: "CNAME", ttl: 60, records: [address] }, options);
  }
}

interface WatchedEnvironmentArgs {
  readonly cluster: string;
  readonly region: string;
  readonly namespace: string;
  readonly applications: readonly string[];
  /** `app/NAME/ID`, as CloudWatch names the load balancer. */
  readonly loadBalancer: pulumi.Input<string>;
  readonly topic?: string | undefined;
}

/** Alarms and a page for an environment that people depend on. */
class WatchedEnvironment extends pulumi.ComponentResource {
  /** @param after resources that bring the target groups: they exist once the routes lead to pods that are Ready. */
  constructor(
    name: string,
    args: WatchedEnvironmentArgs,
    after: readonly pulumi.Resource[],
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:environment:WatchedEnvironment", name, {}, options);
    const { cluster, region, namespace, topic } = args;
    const suffixOf = (application: string, color: Color) =>
      getTargetGroupOutput(
        { name: targetGroupName({ cluster, namespace, application, color }) },
        { parent: this, dependsOn: [...after] },
      ).arnSuffix;
    const applications = args.applications.map((application) => ({
      name: application,
      loadBalancer: pulumi.output(args.loadBalancer),
      targetGroups: { blue: suffixOf(application, "blue"), green: suffixOf(application, "green") },
    }));
    new EnvironmentAlarms(name, { cluster, namespace, applications, topic }, { parent: this });
    new EnvironmentDashboard(name, { cluster, region, namespace, applications }, { parent: this });
    this.registerOutputs();
  }
}

import type * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../../capacity/placement";
import { loadBalancerName } from "../../naming/aws";
import type { Color } from "../../release/model";
import type { Application } from "../../settings/application";
import { LoadBalancedGateway } from "../load-balanced-gateway";
import { BuiltImage, type ImageSource } from "./built-image";
import type { Cloud, Place } from "./cloud";
import { HostRecord } from "./host-record";
import type { PlannedApplication } from "./planned-application";
import { PodSecurityGroups } from "./pod-security-groups";
import { TargetGroups } from "./target-groups";
import { WatchedEnvironment } from "./watched-environment";

/** What a platform on AWS made, and the settings ask for. */
export interface AwsCloudArgs {
  /** Name of the EKS cluster. */
  readonly cluster: string;
  readonly region: string;
  readonly vpcId: string;
  /** The security group that the pods of all environments wear: the load balancer and the cluster get in by it. */
  readonly securityGroupId: string;
  readonly placement: Placement;
  readonly idleTimeoutSeconds: number;
  readonly deregistrationDelaySeconds: number;
  /** Of the domain and its wildcard; missing where environments answer over plain HTTP. */
  readonly certificateArn?: string | undefined;
  /** Route 53's id of the domain's zone; missing where there is no domain. */
  readonly hostedZone?: string | undefined;
  /** Name of the shared load balancer that its routes are at; an environment's own is made with it. */
  readonly address?: string | undefined;
  /** ARN suffix of that load balancer, by which its metrics are found. */
  readonly loadBalancer?: string | undefined;
  /** Images that this update builds, by application. */
  readonly images: Readonly<Record<string, ImageSource>>;
  /** It has alarms and a dashboard: worth their price where people depend on it. */
  readonly isWatched: boolean;
  /** ARN of the SNS topic that alarms tell. */
  readonly alarmTopic?: string | undefined;
}

/** An environment on EKS Fargate, behind an Application Load Balancer. */
export class AwsCloud implements Cloud {
  /** The controller then keeps a pod from being Ready before the load balancer finds it healthy. */
  readonly namespaceLabels = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" };
  /** Of its own, where it has one. */
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

  beforeApplication({ name }: Application, parent: pulumi.ComponentResource): readonly pulumi.Resource[] {
    const source = this.args.images[name];
    return source === undefined ? [] : [new BuiltImage(name, source, { parent })];
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

import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import { targetGroupName } from "../../naming/aws";
import { type Color, serviceName } from "../../release/model";
import type { Application } from "../../settings/application";

interface TargetGroupsArgs {
  readonly application: Application;
  readonly color: Color;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cluster: string;
  readonly deregistrationDelaySeconds: number;
}

/**
 * Target group settings for the pods of one color. The controller makes a target group for each route to a Service
 * (docs/adr/0012), so a color has two: the one that takes the traffic has a name by which its metrics are found.
 */
export class TargetGroups extends CustomResource {
  constructor(args: TargetGroupsArgs, options: pulumi.CustomResourceOptions) {
    const { application, color, namespace, labels, cluster, deregistrationDelaySeconds } = args;
    const name = serviceName(application.name, color);
    super(
      name,
      {
        apiVersion: "gateway.k8s.aws/v1",
        kind: "TargetGroupConfiguration",
        metadata: { name, namespace, labels },
        spec: {
          targetReference: { group: "", kind: "Service", name },
          defaultConfiguration: {
            // Pods on Fargate have IP addresses and no node ports.
            targetType: "ip",
            healthCheckConfig: healthCheckOf(application.probes.readiness),
            targetGroupAttributes: [
              { key: "deregistration_delay.timeout_seconds", value: String(deregistrationDelaySeconds) },
              { key: "load_balancing.algorithm.type", value: "least_outstanding_requests" },
            ],
          },
          routeConfigurations: [
            {
              routeIdentifier: { kind: "HTTPRoute", namespace, name: application.name },
              targetGroupProps: {
                targetGroupName: targetGroupName({
                  cluster,
                  namespace,
                  application: application.name,
                  color,
                }),
              },
            },
          ],
        },
      },
      options,
    );
  }
}

/**
 * The pod's own readiness check, within what a load balancer takes: every 5 to 300 s, for 2 to 120 s and less than
 * that. One good answer makes a new target healthy whatever the threshold (docs/facts.md#target-health).
 */
function healthCheckOf({ path, periodSeconds, timeoutSeconds }: Application["probes"]["readiness"]) {
  const interval = Math.min(300, Math.max(5, periodSeconds));
  return {
    healthCheckProtocol: "HTTP",
    healthCheckPath: path,
    healthCheckInterval: interval,
    healthCheckTimeout: Math.min(interval - 1, 120, Math.max(2, timeoutSeconds)),
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 2,
  };
}

interface PodSecurityGroupsArgs {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly vpcId: string;
  readonly sharedSecurityGroupId: string;
}

/**
 * Keeps one branch's pods from another's. A NetworkPolicy does nothing on Fargate (docs/facts.md#fargate-limits), so
 * the pods have two security groups. The shared one lets the load balancer and the cluster in; this one lets in its own
 * members, which are the pods of the environment's namespace.
 */
export class PodSecurityGroups extends pulumi.ComponentResource {
  constructor(name: string, args: PodSecurityGroupsArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:PodSecurityGroups", name, {}, options);
    const { namespace, labels, vpcId, sharedSecurityGroupId } = args;
    const own = new SecurityGroup(
      name,
      { vpcId, description: `Pods of ${namespace}`, tags: { Name: namespace } },
      { parent: this },
    );
    new SecurityGroupIngressRule(
      name,
      {
        securityGroupId: own.id,
        referencedSecurityGroupId: own.id,
        ipProtocol: "-1",
        description: "Each other",
      },
      { parent: this },
    );
    new SecurityGroupEgressRule(
      name,
      { securityGroupId: own.id, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", description: "Anywhere" },
      { parent: this },
    );
    // A pod gets its groups when it is made, and keeps them: the policy comes before every pod.
    new CustomResource(
      name,
      {
        apiVersion: "vpcresources.k8s.aws/v1beta1",
        kind: "SecurityGroupPolicy",
        metadata: { name: "environment", namespace, labels },
        spec: {
          // Every pod of the namespace (eks/latest/userguide/sg-pods-example-deployment.html): one that no policy
          // selects, a Job's for example, would have the cluster's group, which every environment lets in.
          podSelector: {},
          securityGroups: { groupIds: [sharedSecurityGroupId, own.id] },
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { targetGroupName } from "../../naming/aws";
import { type Color, serviceName } from "../../release/model";
import type { Application } from "../../settings/application";

export interface TargetGroupsArgs {
  readonly application: Application;
  readonly color: Color;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cluster: string;
  readonly deregistrationDelaySeconds: number;
}

/**
 * How the load balancer sees the pods of one color. The controller makes a target group for each route to a Service
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
            // Fargate's pods have addresses and no node ports.
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

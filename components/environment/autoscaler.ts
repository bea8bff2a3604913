import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import type * as pulumi from "@pulumi/pulumi";
import { serviceName } from "../../release/checkpoint";
import { labels as releaseLabels } from "../../release/labels";
import type { Application } from "../../settings/application";
import type { Color } from "../../release/color";

export interface AutoscalerArgs {
  readonly application: Application;
  /** The color that takes the traffic; the other one keeps the size that the plan gives it. */
  readonly active: Color;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Sizes the active color by its load; a release brings the other color to the same size before it gets the traffic. */
export class Autoscaler extends HorizontalPodAutoscaler {
  constructor(args: AutoscalerArgs, options: pulumi.CustomResourceOptions) {
    const { application, active, namespace, labels } = args;
    const { name, replicas, autoscaling } = application;
    super(
      name,
      {
        metadata: {
          name,
          namespace,
          labels: { ...labels, [releaseLabels.application]: name },
          // Pulumi would wait for metrics, which a release doesn't depend on.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: serviceName(name, active) },
          minReplicas: replicas,
          maxReplicas: autoscaling?.maxReplicas ?? replicas,
          metrics: [
            {
              type: "Resource",
              resource: {
                name: "cpu",
                target: { type: "Utilization", averageUtilization: autoscaling?.cpuPercent ?? 100 },
              },
            },
          ],
        },
      },
      options,
    );
  }
}

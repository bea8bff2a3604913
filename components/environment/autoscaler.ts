import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import type * as pulumi from "@pulumi/pulumi";
import { labels as releaseLabels, serviceName } from "../../release/model";
import { mayShrink, type ReleasePlan } from "../../release/release-plan";
import type { Application } from "../../settings/application";

export interface AutoscalerArgs {
  readonly application: Application;
  readonly plan: ReleasePlan;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Sizes the active color by its load. The other one keeps the size that the plan gives it: a release brings it to the
 * same one before it gets the traffic.
 */
export class Autoscaler extends HorizontalPodAutoscaler {
  constructor(args: AutoscalerArgs, options: pulumi.CustomResourceOptions) {
    const { application, plan, namespace, labels } = args;
    const { name, replicas, autoscaling } = application;
    super(
      name,
      {
        metadata: {
          name,
          namespace,
          labels: { ...labels, [releaseLabels.application]: name },
          annotations: {
            // Pulumi would wait for metrics, which a release doesn't depend on.
            "pulumi.com/skipAwait": "true",
            // Pods wait for it: a limit that somebody raised by hand must not hold up what takes a bad release back.
            "pulumi.com/patchForce": "true",
          },
        },
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: serviceName(name, plan.active) },
          minReplicas: replicas,
          maxReplicas: autoscaling?.maxReplicas ?? replicas,
          // `Max` is Kubernetes' default: the policy that takes away most.
          behavior: { scaleDown: { selectPolicy: mayShrink(plan) ? "Max" : "Disabled" } },
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

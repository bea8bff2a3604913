import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedApplication } from "../../program/planned-application";
import { recordedColor } from "../../release/checkpoint";
import { type Color, type RecordedColor, labels as releaseLabels, serviceName } from "../../release/model";
import { mayShrink, type ReleasePlan } from "../../release/release-plan";
import type { Application } from "../../settings/application";
import { deploymentOf, metadataOf, type WorkloadPlace } from "./deployment";
import { secretName, selectorOf } from "./pod-template";

/**
 * Workload of one color: its Deployment, the secrets its pods read, and a disruption budget. A frozen color keeps the
 * pod template and the secrets that it has, whatever this program renders.
 */
export class ColorWorkload extends pulumi.ComponentResource {
  readonly recorded: pulumi.Output<RecordedColor | undefined>;

  constructor(
    planned: PlannedApplication,
    color: Color,
    place: WorkloadPlace,
    options: pulumi.ComponentResourceOptions,
    hooks: Pick<pulumi.CustomResourceOptions, "hooks">,
  ) {
    const { application, secretsDigest } = planned;
    const name = serviceName(application.name, color);
    super("turnout:environment:ColorWorkload", name, {}, options);
    const { frozen } = planned.plan.colors[color];
    const metadata = metadataOf(application, color, place);

    // Named by what it holds and never changed: pods of one release all read the same, whenever they start. Made even
    // when it is empty: a frozen color's pods may still need what the settings no longer have.
    const secrets = new Secret(
      name,
      {
        metadata: { ...metadata, name: secretName(application, color, secretsDigest) },
        immutable: true,
        // The provider takes an empty map for none, and would find a difference at every release.
        ...(Object.keys(application.secrets).length > 0 && {
          stringData: pulumi.secret(application.secrets),
        }),
      },
      {
        parent: this,
        ignoreChanges: frozen ? ["metadata.name", "immutable", "stringData", "data"] : [],
        // After an update that is killed between this and the pods, pods still read the Secret before; and the next
        // update may need that Secret again, which the engine has on its list of pending deletions.
        retainOnDelete: true,
      },
    );
    new PodDisruptionBudget(
      name,
      // By 1, not by a share: one pod must be able to go, or it is deleted by force (docs/facts.md#fargate-patching).
      {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(application.name, color) } },
      },
      { parent: this },
    );
    const seconds = application.readyTimeoutSeconds;
    const deployment = new Deployment(name, deploymentOf(planned, color, place), {
      parent: this,
      dependsOn: secrets,
      // Not the replicas of a color with an autoscaler: the engine would send the size that it sent last, and take
      // away the pods that the load asked for since; the plan has the size of now.
      ignoreChanges: frozen ? ["spec.template"] : [],
      ...hooks,
      customTimeouts: {
        create: `${seconds}s`,
        update: `${seconds}s`,
        delete: `${application.shutdown.graceSeconds + 60}s`,
      },
    });
    this.recorded = pulumi
      .all([deployment.metadata, deployment.spec, deployment.status])
      .apply(([metadata, spec, status]) => recordedColor({ metadata, spec, status }));
    this.registerOutputs();
  }
}

interface AutoscalerArgs {
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
            // Pods wait for it: a limit that somebody raised by hand must not hold up the rollback of a bad release.
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

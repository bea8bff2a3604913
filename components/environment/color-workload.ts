import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import { recordedColor } from "../../release/checkpoint";
import {
  annotations,
  type Color,
  labels as releaseLabels,
  type RecordedColor,
  serviceName,
} from "../../release/model";
import type { PlannedApplication } from "./planned-application";
import { podTemplate, secretName, selectorOf } from "./pod-template";
import { awaitAnnotations, awaitAutoscaled } from "./readiness";

export interface ColorWorkloadArgs {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What runs of one color: its Deployment, the secrets its pods read, and a disruption budget.
 * A frozen color keeps the pod template and the secrets that it has, whatever this program renders.
 */
export class ColorWorkload extends pulumi.ComponentResource {
  readonly recorded: pulumi.Output<RecordedColor | undefined>;

  constructor(
    planned: PlannedApplication,
    color: Color,
    args: ColorWorkloadArgs,
    options: pulumi.ComponentResourceOptions,
    hooks: Pick<pulumi.CustomResourceOptions, "hooks">,
  ) {
    const { application, image, release, secretsDigest } = planned;
    const name = serviceName(application.name, color);
    super("turnout:environment:ColorWorkload", name, {}, options);
    const { replicas, frozen, awaitReady, candidate, release: runs } = planned.plan.colors[color];
    const { namespace } = args;
    const labels = {
      ...args.labels,
      [releaseLabels.application]: application.name,
      [releaseLabels.color]: color,
    };
    const metadata = { name, namespace, labels };

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
        // An update that is cut off between this and the pods leaves pods that read the one before; and the next may
        // want that one again, which the engine has on its list of what is to be deleted.
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
    const isAutoscaled = planned.autoscaled === color;
    const deployment = new Deployment(
      name,
      {
        metadata: {
          ...metadata,
          annotations: {
            ...(isAutoscaled ? awaitAutoscaled(awaitReady) : awaitAnnotations(replicas, awaitReady)),
            // An autoscaler, also one that the settings no longer have, owns the size of a color that it changed.
            "pulumi.com/patchForce": "true",
            ...(candidate && { [annotations.candidate]: runs }),
          },
        },
        spec: {
          replicas,
          selector: { matchLabels: selectorOf(application.name, color) },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "100%" } },
          progressDeadlineSeconds: seconds,
          revisionHistoryLimit: 1, // the other color is the history
          template: podTemplate({ application, image, release, secrets: secretsDigest }, color, args.labels),
        },
      },
      {
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
      },
    );
    this.recorded = pulumi
      .all([deployment.metadata, deployment.spec, deployment.status])
      .apply(([metadata, spec, status]) => recordedColor({ metadata, spec, status }));
    this.registerOutputs();
  }
}

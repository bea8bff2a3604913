import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import { recordedColor, serviceName } from "../../release/checkpoint";
import type { Color } from "../../release/color";
import { labels as releaseLabels } from "../../release/labels";
import type { RecordedColor } from "../../release/recorded";
import type { PlannedApplication } from "./planned-application";
import { podTemplate, selectorOf } from "./pod-template";
import { awaitAnnotations } from "./readiness";

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
  ) {
    const { application, image, release } = planned;
    const name = serviceName(application.name, color);
    super("turnout:environment:ColorWorkload", name, {}, options);
    const { replicas, frozen, awaitReady } = planned.plan.colors[color];
    const { namespace } = args;
    const labels = {
      ...args.labels,
      [releaseLabels.application]: application.name,
      [releaseLabels.color]: color,
    };
    const metadata = { name, namespace, labels };

    // Made even when it is empty: a frozen color's pods may still need what the settings no longer have.
    const secrets = new Secret(
      name,
      { metadata, stringData: pulumi.secret(application.secrets) },
      { parent: this, ignoreChanges: frozen ? ["stringData", "data"] : [] },
    );
    new PodDisruptionBudget(
      name,
      // By 1, not by a share: one pod must be able to go, or a node's patching deletes it by force (eks-fargate.md §c).
      {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(application.name, color) } },
      },
      { parent: this },
    );
    const seconds = application.readyTimeoutSeconds;
    const deployment = new Deployment(
      name,
      {
        metadata: { ...metadata, annotations: awaitAnnotations(replicas, awaitReady) },
        spec: {
          replicas,
          selector: { matchLabels: selectorOf(application.name, color) },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          progressDeadlineSeconds: seconds,
          revisionHistoryLimit: 1, // the other color is the history
          template: podTemplate(application, image, color, release, args.labels),
        },
      },
      {
        parent: this,
        dependsOn: secrets,
        ignoreChanges: frozen ? ["spec.template"] : [],
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

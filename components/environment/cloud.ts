import type * as pulumi from "@pulumi/pulumi";
import type { Color } from "../../release/model";
import type { Application } from "../../settings/application";
import type { PlannedApplication } from "../../program/planned-application";

/** An environment's namespace, and the labels of its objects. */
export interface Place {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Resources of an environment beside its own Kubernetes objects where its cluster is in a cloud; on any other cluster
 * there is none of it, and no package of the cloud is loaded.
 */
export interface Cloud {
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Resources that must be there before the first pod: a pod gets its network when it starts, and keeps it. */
  beforePods(
    place: Place,
    parent: pulumi.ComponentResource,
    after: pulumi.Resource,
  ): readonly pulumi.Resource[];
  /** Target group settings of one color; they must be there before a route leads to it. */
  besideService(
    application: Application,
    color: Color,
    place: Place,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Resource;
  /** Alarms and dashboard of the environment, once it is up. */
  afterTraffic(
    place: Place,
    applications: readonly PlannedApplication[],
    parent: pulumi.ComponentResource,
    after: readonly pulumi.Resource[],
  ): void;
}

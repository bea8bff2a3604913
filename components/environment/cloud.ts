import type * as pulumi from "@pulumi/pulumi";
import type { Color } from "../../release/model";
import type { Application } from "../../settings/application";
import type { PlannedApplication } from "../../program/planned-application";

/** An environment's namespace and what its objects are labelled with. */
export interface Place {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * What an environment has beside its own Kubernetes objects where its cluster is in a cloud; on any other cluster
 * there is none of it, and no package of the cloud is loaded.
 */
export interface Cloud {
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** What must be there before the first pod: a pod gets its network when it starts, and keeps it. */
  beforePods(
    place: Place,
    parent: pulumi.ComponentResource,
    after: pulumi.Resource,
  ): readonly pulumi.Resource[];
  /** What one application's pods need beside that: their image. */
  beforeApplication(application: Application, parent: pulumi.ComponentResource): readonly pulumi.Resource[];
  /** How the load balancer treats one color; it must be there before a route leads to it. */
  besideService(
    application: Application,
    color: Color,
    place: Place,
    options: pulumi.CustomResourceOptions,
  ): pulumi.Resource;
  /** What looks after the environment once it is up. */
  afterTraffic(
    place: Place,
    applications: readonly PlannedApplication[],
    parent: pulumi.ComponentResource,
    after: readonly pulumi.Resource[],
  ): void;
}

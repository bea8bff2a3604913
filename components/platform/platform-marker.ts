import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { PLATFORM_NAMESPACE } from "../../naming/reserved";
import { platformLabels } from "./platform-labels";

export interface PlatformMarkerArgs {
  /** By which the cluster was made, for who finds it there. */
  readonly project: string;
  readonly stack: string;
  /** Asked before anything of the platform is deleted; what throws keeps all of it. */
  readonly beforeDelete: pulumi.ResourceHook;
}

/**
 * Says in the cluster that the platform is complete. A hook of a Gateway comes too late: before a Gateway go its DNS
 * records and alarms. This one depends on everything (`options` must say so), so it is made last and deleted first and
 * alone, and where its hook refuses, the engine goes no further.
 */
export class PlatformMarker extends pulumi.ComponentResource {
  constructor(
    name: string,
    { project, stack, beforeDelete }: PlatformMarkerArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("turnout:platform:PlatformMarker", name, {}, options);
    new ConfigMap(
      name,
      {
        metadata: { name: "platform", namespace: PLATFORM_NAMESPACE, labels: platformLabels },
        data: { project, stack },
      },
      { parent: this, hooks: { beforeDelete: [beforeDelete] } },
    );
    this.registerOutputs();
  }
}

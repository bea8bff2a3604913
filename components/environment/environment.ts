import { LimitRange, Namespace, ResourceQuota } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { BlueGreenApplication } from "./blue-green-application";
import type { ApplicationImages } from "./application-images";
import type { Cloud } from "./cloud";
import type { PlannedApplication } from "../../program/planned-application";
import { taken } from "../kubernetes-provider";
import type { ReleaseChecks } from "./release-checks";
import { type Owner, ownerAnnotations } from "../../naming/owner";
import { quotaOf } from "../../estimate/quota";
import type { GatewayRef } from "./routing";

/** Arguments of an environment; `planEnvironment` makes them. */
export interface EnvironmentArgs {
  /** Namespace of its own: created here, removed with all that is in it. */
  readonly namespace: string;
  /** Whom the namespace names as its owner. */
  readonly owner: Owner;
  readonly applications: readonly PlannedApplication[];
  readonly gateway: GatewayRef;
  /** Standard labels (`app.kubernetes.io/*`) of everything in it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Checks around each change of traffic and pods; missing where nothing is changed: in a preview. */
  readonly checks?: ReleaseChecks | undefined;
  readonly images: ApplicationImages;
  /** Missing where the cluster is in no cloud. */
  readonly cloud?: Cloud | undefined;
}

/**
 * One branch's own corner of the cluster: a namespace with its limits, and the branch's applications. A stack has one:
 * applications are found again by their names.
 */
export class Environment extends pulumi.ComponentResource {
  readonly applications: readonly BlueGreenApplication[];

  constructor(name: string, args: EnvironmentArgs, options: pulumi.ComponentResourceOptions) {
    super("turnout:environment:Environment", name, {}, options);
    const { namespace, owner, labels, cloud } = args;
    const place = { namespace, labels };
    const owned = { parent: this };

    const home = new Namespace(
      name,
      {
        metadata: {
          name: namespace,
          labels: { ...labels, ...podSecurity, ...cloud?.namespaceLabels },
          annotations: { ...ownerAnnotations(owner), ...taken },
        },
      },
      owned,
    );
    const inside = { parent: this, dependsOn: home };

    const quota = new ResourceQuota(
      name,
      { metadata: { name: "environment", namespace, labels }, spec: { hard: hardLimits(args.applications) } },
      inside,
    );
    const limits = new LimitRange(
      name,
      { metadata: { name: "environment", namespace, labels }, spec: { limits: [containerDefaults] } },
      inside,
    );
    const first = [home, quota, limits, ...(cloud?.beforePods(place, this, home) ?? [])];
    const { applications, images } = args;
    this.applications = applications.map(
      (planned) =>
        new BlueGreenApplication(
          planned.application.name,
          { ...args, planned },
          {
            parent: this,
            dependsOn: [...first, ...images.declare(planned.application, this)],
          },
        ),
    );
    const ready = this.applications.flatMap(({ beforeTraffic }) => beforeTraffic);
    for (const application of this.applications) application.moveTraffic(ready);
    cloud?.afterTraffic(place, applications, this, this.applications);
    this.registerOutputs();
  }
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ : refused at creation, not found later. */
const podSecurity = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/enforce-version": "latest",
};

/** Resources of a container that asks for none: the smallest size of Fargate (docs/facts.md#fargate-sizes). */
const containerDefaults = {
  type: "Container",
  default: { cpu: "250m", memory: "256Mi" },
  defaultRequest: { cpu: "250m", memory: "256Mi" },
};

function hardLimits(applications: readonly PlannedApplication[]) {
  const { pods, milliCpu, memoryMebibytes } = quotaOf(applications);
  const cpu = `${milliCpu}m`;
  const memory = `${memoryMebibytes}Mi`;
  return {
    pods: String(pods),
    "requests.cpu": cpu,
    "limits.cpu": cpu,
    "requests.memory": memory,
    "limits.memory": memory,
  };
}

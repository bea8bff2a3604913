import { LimitRange, Namespace, ResourceQuota } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import type { ApplicationImages } from "./application-images";
import { BlueGreenApplication } from "./blue-green-application";
import type { Cloud } from "./cloud";
import type { PlannedApplication } from "../../program/planned-application";
import { taken } from "../kubernetes-provider";
import type { ReleaseChecks } from "./release-checks";
import { type Owner, ownerAnnotations } from "../../naming/owner";
import { quotaOf } from "../../estimate/quota";
import type { GatewayRef } from "./routing";
import type { WithGiven } from "../../settings/given-values";

/** Arguments of an environment; `planEnvironment` makes them. */
export interface EnvironmentArgs {
  /** Namespace of its own: created here, removed with all that is in it. */
  readonly namespace: string;
  /** Whom the namespace names as its owner. */
  readonly owner: Owner;
  readonly gateway: GatewayRef;
  /** Standard labels (`app.kubernetes.io/*`) of everything in it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Missing where the cluster is in no cloud. */
  readonly cloud?: Cloud | undefined;
}

/** Applications of an environment, and what is decided with them; `planEnvironment` makes them, too. */
export interface ReleaseArgs {
  readonly applications: readonly PlannedApplication[];
  /** Checks around each change of traffic and pods; missing where nothing is changed: in a preview. */
  readonly checks?: ReleaseChecks | undefined;
  readonly images: ApplicationImages;
  /** Room in the quota for pods that are no application's. */
  readonly room?: WithGiven["room"];
  /** Further resources that must be there before the pods: the project's own. */
  readonly after?: readonly pulumi.Resource[] | undefined;
}

/**
 * One branch's own corner of the cluster: a namespace with its limits, and the branch's applications. These come in a
 * second step, because their plans may need values of resources that are made in the namespace first. A stack has one
 * environment: applications are found again by their names.
 */
export class Environment extends pulumi.ComponentResource {
  /** Resources that every pod in it needs. */
  readonly beforePods: readonly pulumi.Resource[];
  private readonly home: Namespace;

  constructor(
    private readonly name: string,
    private readonly args: EnvironmentArgs,
    options: pulumi.ComponentResourceOptions,
  ) {
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
    const limits = new LimitRange(
      name,
      { metadata: { name: "environment", namespace, labels }, spec: { limits: [containerDefaults] } },
      { parent: this, dependsOn: home },
    );
    this.home = home;
    this.beforePods = [home, limits, ...(cloud?.beforePods(place, this, home) ?? [])];
  }

  /** Declares the applications, with room for their pods; once. */
  release({ applications, checks, images, room, after = [] }: ReleaseArgs): readonly BlueGreenApplication[] {
    const { namespace, labels, cloud } = this.args;
    const quota = new ResourceQuota(
      this.name,
      {
        metadata: { name: "environment", namespace, labels },
        spec: { hard: hardLimits(applications, room) },
      },
      { parent: this, dependsOn: this.home },
    );
    const first = [quota, ...this.beforePods, ...after];
    const made = applications.map(
      (planned) =>
        new BlueGreenApplication(
          planned.application.name,
          { ...this.args, planned, checks },
          {
            parent: this,
            dependsOn: [...first, ...images.declare(planned.application, this)],
          },
        ),
    );
    const ready = made.flatMap(({ beforeTraffic }) => beforeTraffic);
    for (const application of made) application.moveTraffic(ready);
    cloud?.afterTraffic({ namespace, labels }, applications, this, made);
    this.registerOutputs();
    return made;
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

/** The limits of an environment's quota. */
export function hardLimits(applications: readonly PlannedApplication[], room?: WithGiven["room"]) {
  const { pods, milliCpu, memoryMebibytes } = quotaOf(applications, room);
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

import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Output, ResourceHook } from "@pulumi/pulumi";
import { AsyncResource } from "node:async_hooks";
import { environmentsIn } from "../../live/look";
import { platformLabels } from "../../naming/names";
import { inUse, PLATFORM_NAMESPACE, stillProtected } from "../../naming/reserved";

/**
 * Keeps a platform that environments are on: without its controller their load balancers, and with them their
 * namespaces, can never be deleted (docs/facts.md#finalizers). Pulumi orders the resources of one stack, not of
 * several.
 */
export const unlessInUse = (platform: string, environments: () => Promise<readonly string[]>): ResourceHook =>
  unless("no-environment-is-left", async () => inUse(platform, await environments()));

/** Keeps the whole platform while environments are on it, and while it is protected. */
export const unlessKept = (
  platform: string,
  isProtected: boolean,
  environments: () => Promise<readonly string[]>,
): ResourceHook =>
  unless("platform-may-go", async () =>
    isProtected ? stillProtected(platform) : inUse(platform, await environments()),
  );

const unless = (name: string, problemOf: () => Promise<string | undefined>) =>
  new ResourceHook(
    name,
    // The engine calls back outside of the program's own context, where logs would not reach the engine.
    AsyncResource.bind(async () => {
      const problem = await problemOf();
      if (problem !== undefined) throw new Error(problem);
    }),
  );

/** The environments on the cluster behind a kubeconfig. */
export const environmentsOn = (kubeconfig: Output<string>, app: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    kubeconfig.apply((text) => environmentsIn({ kubeconfig: text }, app).then(resolve, reject));
  });

/** Inputs that make AWS delete what it would keep, by Pulumi type. */
const unlocked: Readonly<Record<string, object>> = {
  "eks:index:Cluster": { deletionProtection: false },
  // With the images in it.
  "aws:ecr/repository:Repository": { forceDelete: true },
};

/**
 * Makes all resources declared after it deletable. `pulumi state unprotect` is not enough: a destroy with hooks runs
 * the program, which protects everything again.
 */
export function unprotect(): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => ({
    props: { ...props, ...unlocked[type] },
    opts: { ...opts, ...(opts.protect === true && { protect: false }) },
  }));
}

interface PlatformMarkerArgs {
  /** Project that made the cluster, for people who find the marker there. */
  readonly project: string;
  readonly stack: string;
  /** Runs before anything of the platform is deleted; an error keeps all of it. */
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

import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Output, ResourceHook } from "@pulumi/pulumi";
import { AsyncResource } from "node:async_hooks";
import { environmentsIn } from "../../live/look";
import { platformLabels } from "../../naming/names";
import { inUse, PLATFORM_NAMESPACE, stillProtected } from "../../naming/reserved";

/**
 * Keeps a platform that environments are on: without its controller their load balancers, and with them their
 * namespaces, hang for ever (docs/facts.md#finalizers). Pulumi orders what is in one stack, and knows of no other.
 */
export const unlessInUse = (platform: string, environments: () => Promise<readonly string[]>): ResourceHook =>
  unless("no-environment-is-left", async () => inUse(platform, await environments()));

/** The same for all of it at once, and while it is protected. */
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
    // The engine calls back outside of the program's own context, where what we log would go past the engine.
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

/** What AWS itself would not delete, by Pulumi type, and what makes it. */
const unlocked: Readonly<Record<string, object>> = {
  "eks:index:Cluster": { deletionProtection: false },
  // With the images in it.
  "aws:ecr/repository:Repository": { forceDelete: true },
};

/**
 * Makes what follows in this program deletable. `pulumi state unprotect` is not enough: a destroy that asks hooks runs
 * the program, which protects everything again.
 */
export function unprotect(): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => ({
    props: { ...props, ...unlocked[type] },
    opts: { ...opts, ...(opts.protect === true && { protect: false }) },
  }));
}

interface PlatformMarkerArgs {
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

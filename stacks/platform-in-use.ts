import { ResourceHook, type Output } from "@pulumi/pulumi";
import { AsyncResource } from "node:async_hooks";
import { branches } from "../branches";
import { environmentsIn } from "../live/look";
import { inUse, stillProtected } from "../naming/reserved";

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
export const environmentsOn = (kubeconfig: Output<string>): Promise<string[]> =>
  new Promise((resolve, reject) => {
    kubeconfig.apply((text) => environmentsIn({ kubeconfig: text }, branches.app).then(resolve, reject));
  });

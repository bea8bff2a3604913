import type { Stack } from "@pulumi/pulumi/automation";
import { routesIn } from "./cluster";
import { setTimeout } from "node:timers/promises";
import { currentContext, readKubeconfigs } from "../settings/kubeconfig";
import { beginOperation, carryOut, type Operation, type OperationOptions } from "./operation";
import { watchPods } from "./pod-watch";
import type { Project } from "./project";
import { recover } from "./recover";
import { routeTrouble } from "./route-report";
import { UserError } from "./user-error";

/** `turnout up`: brings the branch's environment to what the working tree says. */
export async function runUp(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await begin("up", options, project, out);
  const { stack, name, namespace, progress, print, cluster } = operation;
  print(`Stack ${name}: update begins.`);
  const endWatch = namespace === undefined ? undefined : watchPods(cluster, namespace, print);
  try {
    await carryOut(operation, () => recover(stack, print, progress.on));
    await carryOut(operation, () => stack.up({ onEvent: progress.on, color: "never" }));
  } finally {
    endWatch?.();
  }
  const outputs = await stack.outputs();
  const applications = (outputs.applications?.value ?? {}) as Record<string, { url?: string }>;
  print(`Stack ${name} is up.`);
  for (const [application, { url }] of Object.entries(applications))
    if (url) print(`${application} answers at ${url}`);
  for (const trouble of await routeTroubles(operation)) print(trouble);
}

/** Best effort: what is up is up, also where the cluster won't be asked a second time. */
async function routeTroubles({ namespace, cluster }: Operation): Promise<string[]> {
  if (namespace === undefined) return [];
  try {
    const api = await cluster();
    for (let look = 1; ; look++) {
      const troubles = (await routesIn(api, namespace)).flatMap((route) => routeTrouble(route) ?? []);
      // A Gateway takes a new route within a moment, not at once.
      if (troubles.length === 0 || look === 5) return [...new Set(troubles)];
      await setTimeout(500);
    }
  } catch {
    return [];
  }
}

/** `turnout preview`: what `up` would do, as the engine sees it. */
export async function runPreview(
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await begin("preview", options, project, out);
  const { stack, name, progress, print } = operation;
  print(`Stack ${name}: preview begins.`);
  const { changeSummary } = await carryOut(operation, () =>
    stack.preview({ onEvent: progress.on, color: "never" }),
  );
  const counts = Object.entries(changeSummary).filter(([op, count]) => op !== "same" && count > 0);
  const summary = counts.map(([op, count]) => `${count} to ${op}`).join(", ");
  print(`Stack ${name}: ${summary || "nothing would change"}.`);
}

async function begin(
  verb: "up" | "preview",
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<Operation> {
  const operation = await beginOperation(verb, options, project, out);
  if (operation === undefined) throw new Error(`${verb} makes a stack that isn't there`);
  if (options.local) await rememberContext(operation.stack);
  return operation;
}

/** A laptop's kubeconfig points here today and there tomorrow: its stack stays with the cluster it was made in. */
async function rememberContext(stack: Stack): Promise<void> {
  const key = "turnout:context";
  if (key in (await stack.getAllConfig())) return;
  const context = currentContext(readKubeconfigs(process.env));
  if (context === undefined)
    throw new UserError(
      "There is no current context in your kubeconfig: start a cluster (kind, k3d, Docker Desktop) or choose one with `kubectl config use-context`.",
    );
  await stack.setConfig(key, { value: context });
}

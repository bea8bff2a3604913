import type { Stack } from "@pulumi/pulumi/automation";
import { setTimeout } from "node:timers/promises";
import { gatewayNow, untilUp } from "../live/gateway";
import { currentContext, readKubeconfigs } from "../program/kubeconfig";
import { apply } from "./apply";
import { toItsEnd } from "../internals/engine-calls";
import { carryOut, unfinished } from "./carry-out";
import { routesIn, routeTrouble } from "./cluster";
import { whileHeld } from "./lease";
import { beginOperation, type Operation, type OperationOptions } from "./operation";
import type { Subject } from "./subject";
import { UserError } from "./terminal";

/**
 * `turnout up`: updates the branch's environment to match the working tree.
 *
 * @param adopt also where its namespace belongs to another.
 */
export async function runUp(
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
  adopt = false,
): Promise<void> {
  const operation = await beginUpdate("up", subject, options, out);
  const { name, print } = operation;
  print(`Stack ${name}: update begins.`);
  const { applications } = await whileHeld(operation, async () => {
    const applied = await apply(operation, { adopt, headStart: true });
    await platformIsUp(subject, operation);
    return applied;
  });
  print(`Stack ${name} is up.`);
  for (const { application, entry } of applications) print(`${application.name} answers at ${entry.url}`);
  for (const trouble of await routeTroubles(operation)) print(trouble);
}

/**
 * The Gateway of a platform on any cluster, also where this update had nothing to change.
 *
 * @throws UserError where it takes no traffic.
 */
async function platformIsUp(subject: Subject, { namespace, name, cluster }: Operation): Promise<void> {
  if (namespace !== undefined) return;
  const { settings } = subject;
  if (settings.role !== "platform" || settings.aws !== undefined) return;
  const gateway = async (...at: [namespace: string, name: string]) => gatewayNow(await cluster(), ...at);
  await untilUp(settings.gateway, { gateway }).catch((error: unknown) => {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n${unfinished(name)}`);
  });
}

/** Best effort: the update has succeeded, also where the cluster doesn't answer now. */
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
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
): Promise<void> {
  const operation = await beginUpdate("preview", subject, options, out);
  const { stack, name, progress, print } = operation;
  print(`Stack ${name}: preview begins.`);
  const { changeSummary } = await carryOut(operation, () =>
    toItsEnd((signal) => stack.preview({ onEvent: progress.on, color: "never", signal })),
  );
  const counts = Object.entries(changeSummary).filter(([op, count]) => op !== "same" && count > 0);
  const summary = counts.map(([op, count]) => `${count} to ${op}`).join(", ");
  print(`Stack ${name}: ${summary || "nothing would change"}.`);
}

/** Begins an operation that creates the stack where there is none. */
export async function beginUpdate(
  verb: "up" | "preview",
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
): Promise<Operation> {
  const operation = await beginOperation(verb, subject, options, out);
  if (operation === undefined) throw new Error(`${verb} makes a stack that isn't there`);
  if (options.local) await rememberContext(operation.stack, subject);
  return operation;
}

/** A laptop's current context changes; its stack stays with the cluster it was made in. */
async function rememberContext(stack: Stack, subject: Subject): Promise<void> {
  if ("context" in subject.declared) return;
  const context = currentContext(readKubeconfigs(process.env));
  if (context === undefined)
    throw new UserError(
      "There is no current context in your kubeconfig: start a cluster (kind, k3d, Docker Desktop) or choose one with `kubectl config use-context`.",
    );
  await stack.setConfig("turnout:context", { value: context });
}

/** Runs a verb that updates a stack, and holds its lease meanwhile. */
export async function onStack(
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
  verb: (operation: Operation) => Promise<void>,
): Promise<void> {
  const operation = await beginUpdate("up", subject, options, out);
  await whileHeld(operation, () => verb(operation));
}

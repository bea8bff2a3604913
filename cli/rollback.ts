import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { environmentOf } from "../naming/environment";
import { ownConfig } from "../settings/own-config";
import { readStackFiles } from "../settings/stack-files";
import { switchText, type Switch } from "../traffic/proof";
import type { OperationOptions } from "./operation";
import type { Project } from "./project";
import { subjectIn } from "./subject";
import { UserError } from "./user-error";

/**
 * `turnout rollback`: back to the release before, which the idle color still has. Where that one is warm the traffic
 * moves first, and the engine records it; else an update brings it up.
 */
export async function runRollback(
  application: string | undefined,
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<void> {
  const print = (line: string) => out.write(`${line}\n`);
  const { stack } = subjectIn(project, options);
  const namespace = environmentOf(stack, project.map)?.namespace;
  if (namespace === undefined) throw new UserError(`Stack ${stack} is no environment: it has no releases.`);
  const switches = await moveAtOnce(project.root, stack, namespace, application);
  for (const [name, proof] of Object.entries(switches)) print(switchText(name, proof));
  const { onStack } = require("./on-stack") as typeof import("./on-stack");
  const { recordRollback } = require("./record-rollback") as typeof import("./record-rollback");
  await onStack(options, project, out, (operation) => recordRollback(operation, application, switches));
}

/**
 * Best effort: what can't be done at once is done by the update.
 *
 * @returns what was seen of it by application; nothing where nothing was moved.
 */
export async function moveAtOnce(
  root: string,
  stack: string,
  namespace: string,
  application: string | undefined,
): Promise<Record<string, Switch>> {
  const { fastRollback } = require("./fast-rollback") as typeof import("./fast-rollback");
  const { readReach } = require("./reach") as typeof import("./reach");
  try {
    if (isLocked(root, stack)) return {};
    const reach = await readReach(root, stack);
    if (reach === undefined) return {};
    return await fastRollback({ namespace, application, reach, headerOf: headersOf(root, stack) });
  } catch {
    return {};
  }
}

/** The header that names an application's release, as the files say it, unchecked: the update names what is wrong with them. */
function headersOf(root: string, stack: string): (name: string) => string | undefined {
  const values = ownConfig("turnout", readStackFiles(root, stack).values);
  const { applications, overrides } = values as Declared;
  return (name) =>
    overrides?.[name]?.releaseHeader ?? applications?.find((one) => one.name === name)?.releaseHeader;
}

interface Declared {
  readonly applications?: readonly { readonly name?: string; readonly releaseHeader?: string }[];
  readonly overrides?: Readonly<Record<string, { readonly releaseHeader?: string }>>;
}

/** Whether an update of the stack is under way, as the backend inside the checkout tells; of others nothing is known. */
function isLocked(root: string, stack: string): boolean {
  const locks = join(root, ".turnout", "state", ".pulumi", "locks", "organization", "turnout", stack);
  return existsSync(locks) && readdirSync(locks).some((file) => file.endsWith(".json"));
}

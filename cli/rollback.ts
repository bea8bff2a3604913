import { type Switch, switchText } from "../traffic/switch";
import { isLocked } from "./backend";
import type { OperationOptions } from "./operation";
import type { Subject } from "./subject";
import { UserError } from "./terminal";

/**
 * `turnout rollback`: back to the release before, which the idle color still has. Where that one is warm the traffic
 * moves first, and the engine records it; else an update brings it up.
 */
export async function runRollback(
  application: string | undefined,
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
): Promise<void> {
  const print = (line: string) => out.write(`${line}\n`);
  if (subject.namespace === undefined)
    throw new UserError(`Stack ${subject.stack} is no environment: it has no releases.`);
  const switches = await moveAtOnce(subject, subject.namespace, application);
  for (const [name, proof] of Object.entries(switches)) print(switchText(name, proof));
  const { onStack } = require("./update") as typeof import("./update");
  const { recordRollback } = require("./record-rollback") as typeof import("./record-rollback");
  await onStack(subject, options, out, (operation) => recordRollback(operation, application, switches));
}

/**
 * Moves the traffic before the engine starts. Best effort: else the update does it.
 *
 * @returns the switches by application; empty where nothing was moved.
 */
export async function moveAtOnce(
  subject: Subject,
  namespace: string,
  application: string | undefined,
): Promise<Record<string, Switch>> {
  const { fastRollback, readReach } = require("./fast-rollback") as typeof import("./fast-rollback");
  try {
    if (isLocked(subject.root, subject.stack)) return {};
    const reach = await readReach(subject);
    if (reach === undefined) return {};
    return await fastRollback({ namespace, application, reach, headerOf: headersOf(subject) });
  } catch {
    return {};
  }
}

/** The header that names an application's release, as the files say it, unchecked: the update reports what is wrong. */
function headersOf(subject: Subject): (name: string) => string | undefined {
  const { applications, overrides } = subject.declared as Declared;
  return (name) =>
    overrides?.[name]?.releaseHeader ?? applications?.find((one) => one.name === name)?.releaseHeader;
}

interface Declared {
  readonly applications?: readonly { readonly name?: string; readonly releaseHeader?: string }[];
  readonly overrides?: Readonly<Record<string, { readonly releaseHeader?: string }>>;
}

import { RecordingMonitor } from "../../diff/recording-monitor";
import type { Registration } from "../../internals/offline";
import { declare, type Declaration } from "./declared";

/** `Deployment web-blue` of a URN. */
const titleOf = (urn: string): string => {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1) ?? ""} ${name}`;
};

/** Every registration of a run of the program, as `Deployment web-blue`. */
async function registrationsOf(run: () => Promise<unknown>): Promise<ReadonlyMap<string, Registration>> {
  const found = new Map<string, Registration>();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { register } = RecordingMonitor.prototype;
  RecordingMonitor.prototype.register = function (registration) {
    found.set(`${registration.type.split(":").at(-1) ?? ""} ${registration.name}`, registration);
    return register.call(this, registration);
  };
  try {
    await run();
  } finally {
    RecordingMonitor.prototype.register = register;
  }
  return found;
}

const titled = <T>(found: ReadonlyMap<string, T>, kind: string, name: string): T => {
  const one = found.get(`${kind} ${name}`);
  if (one === undefined) throw new Error(`The program declares no ${kind} ${name}.`);
  return one;
};

/**
 * Dependencies of each resource of the real program, as `Deployment web-blue`: its own, and those of its parents,
 * because Pulumi registers no child before its parent.
 */
export async function dependenciesOf(
  declaration: Declaration,
): Promise<(kind: string, name: string) => readonly string[]> {
  const found = await registrationsOf(() => declare(declaration));
  const waitsFor = (registration: Registration): readonly string[] => {
    const parent = found.get(titleOf(registration.parent));
    return [...registration.dependencies.map(titleOf), ...(parent ? waitsFor(parent) : [])];
  };
  return (kind, name) => waitsFor(titled(found, kind, name));
}

/** How the engine carries out a change of each resource that a run of the program declares. */
export async function optionsOf(run: () => Promise<unknown>) {
  const found = await registrationsOf(run);
  return (kind: string, name: string) => {
    const { ignoreChanges, retainOnDelete, timeouts } = titled(found, kind, name);
    return { ignoreChanges, retainOnDelete, timeouts };
  };
}

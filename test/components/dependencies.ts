import { RecordingMonitor } from "../../diff/recording-monitor";
import { declare, type Declaration } from "./declared";

/** `Deployment web-blue` of a URN. */
const titleOf = (urn: string): string => {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1) ?? ""} ${name}`;
};

/** What of the engine's request says when and how it is carried out. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getRetainondelete(): boolean;
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string } | undefined;
}

/** Every registration of a run of the program, as `Deployment web-blue`. */
async function requestsOf(run: () => Promise<unknown>): Promise<ReadonlyMap<string, Request>> {
  const found = new Map<string, Request>();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { registerResource } = RecordingMonitor.prototype;
  RecordingMonitor.prototype.registerResource = function (request, callback) {
    const asked = request as unknown as Request;
    found.set(`${asked.getType().split(":").at(-1) ?? ""} ${asked.getName()}`, asked);
    return registerResource.call(this, request, callback);
  };
  try {
    await run();
  } finally {
    RecordingMonitor.prototype.registerResource = registerResource;
  }
  return found;
}

const titled = <T>(found: ReadonlyMap<string, T>, kind: string, name: string): T => {
  const one = found.get(`${kind} ${name}`);
  if (one === undefined) throw new Error(`The program declares no ${kind} ${name}.`);
  return one;
};

/**
 * What each resource of the real program waits for, as `Deployment web-blue`: what it depends on, and what its parents
 * do, for Pulumi registers no child before its parent.
 */
export async function dependenciesOf(
  declaration: Declaration,
): Promise<(kind: string, name: string) => readonly string[]> {
  const found = await requestsOf(() => declare(declaration));
  const waitsFor = (request: Request): readonly string[] => {
    const parent = found.get(titleOf(request.getParent()));
    return [...request.getDependenciesList().map(titleOf), ...(parent ? waitsFor(parent) : [])];
  };
  return (kind, name) => waitsFor(titled(found, kind, name));
}

/** How the engine carries out a change of each resource that a run of the program declares. */
export async function optionsOf(run: () => Promise<unknown>) {
  const found = await requestsOf(run);
  return (kind: string, name: string) => {
    const request = titled(found, kind, name);
    const timeouts = request.getCustomtimeouts();
    return {
      ignoreChanges: request.getIgnorechangesList(),
      retainOnDelete: request.getRetainondelete(),
      timeouts: {
        create: timeouts?.getCreate(),
        update: timeouts?.getUpdate(),
        delete: timeouts?.getDelete(),
      },
    };
  };
}

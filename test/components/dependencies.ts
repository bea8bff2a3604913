import { RecordingMonitor } from "../../diff/recording-monitor";
import { declare, type Declaration } from "./declared";

/** `Deployment web-blue` of a URN. */
const titleOf = (urn: string): string => {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(":").at(-1) ?? ""} ${name}`;
};

/** What of the engine's request says what must be there before. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
}

/**
 * What each resource of the real program waits for, as `Deployment web-blue`: what it depends on, and what its parents
 * do, for Pulumi registers no child before its parent.
 */
export async function dependenciesOf(
  declaration: Declaration,
): Promise<(kind: string, name: string) => readonly string[]> {
  const found = new Map<string, { parent: string; own: string[] }>();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
  const { registerResource } = RecordingMonitor.prototype;
  RecordingMonitor.prototype.registerResource = function (request, callback) {
    const asked = request as unknown as Request;
    found.set(`${asked.getType().split(":").at(-1) ?? ""} ${asked.getName()}`, {
      parent: titleOf(asked.getParent()),
      own: asked.getDependenciesList().map(titleOf),
    });
    return registerResource.call(this, request, callback);
  };
  try {
    await declare(declaration);
  } finally {
    RecordingMonitor.prototype.registerResource = registerResource;
  }
  const waitsFor = (title: string): readonly string[] => {
    const { parent, own } = found.get(title) ?? { parent: "", own: [] };
    return [...own, ...(found.has(parent) ? waitsFor(parent) : [])];
  };
  return (kind, name) => {
    const title = `${kind} ${name}`;
    if (!found.has(title)) throw new Error(`The program declares no ${title}.`);
    return waitsFor(title);
  };
}

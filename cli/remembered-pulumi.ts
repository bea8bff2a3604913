import { PulumiCommand } from "@pulumi/pulumi/automation";
import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { SemVer } from "semver";

/** A Pulumi CLI that was found fit before, and what its file was like then. */
interface Remembered {
  readonly command: string;
  readonly size: number;
  readonly modified: number;
  readonly version: string;
}

const fileIn = (root: string) => join(root, ".turnout", "pulumi.json");

/**
 * The Pulumi CLI on PATH, where it is the one that was asked for its version last time: asking takes a fifth of a
 * second, which a rollback has better use for.
 */
export function rememberedPulumi(root: string): PulumiCommand | undefined {
  try {
    const known = JSON.parse(readFileSync(fileIn(root), "utf8")) as Remembered;
    const { command, size, modified } = factsOf(onPath());
    if (command !== known.command || size !== known.size || modified !== known.modified) return undefined;
    // Its constructor is private, and its way to make one asks for the version.
    return Object.assign(Object.create(PulumiCommand.prototype) as PulumiCommand, {
      command,
      version: new SemVer(known.version),
    });
  } catch {
    return undefined;
  }
}

/** Best effort: what can't be remembered is asked again. */
export function remember(root: string, { version }: PulumiCommand): void {
  try {
    if (version === null) return;
    const known: Remembered = { ...factsOf(onPath()), version: version.toString() };
    mkdirSync(dirname(fileIn(root)), { recursive: true, mode: 0o700 });
    writeFileSync(fileIn(root), JSON.stringify(known));
  } catch {
    // Not on PATH, or a checkout that can't be written to.
  }
}

/** @throws where there is none. */
function onPath(): string {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, "pulumi");
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next one, then.
    }
  }
  throw new Error("no pulumi on PATH");
}

function factsOf(command: string): Omit<Remembered, "version"> {
  const { size, mtimeMs } = statSync(command);
  return { command, size, modified: mtimeMs };
}

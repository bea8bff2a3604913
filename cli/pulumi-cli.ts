import { PulumiCommand } from "@pulumi/pulumi/automation";
import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { pulumiCommandAt } from "../internals/pulumi-command";
import { wordsOf } from "../problems/failure";
import { ask, UserError } from "./terminal";

/** The SDK's own version: engine and SDK of one release are tested together. */
const { version } = require("@pulumi/pulumi/package.json") as { version: string }; // eslint-disable-line @typescript-eslint/no-require-imports -- data

const byHand = "https://www.pulumi.com/docs/install/ says how to install it by hand";

/**
 * The Pulumi CLI: the one on PATH, or one in the checkout, installed now if needed and if the person agrees.
 *
 * @throws UserError where there is none and none can be installed.
 */
export async function pulumiCli(root: string, agreed: boolean): Promise<PulumiCommand> {
  const known = remembered(root);
  if (known !== undefined) return known;
  const own = join(root, ".turnout", "pulumi");
  for (const options of [{}, { root: own }]) {
    try {
      const found = await PulumiCommand.get(options);
      if (!("root" in options)) remember(root, found);
      return found;
    } catch {
      // Not there, or too old for the SDK: try the next one.
    }
  }
  if (!agreed && !(await agrees()))
    throw new UserError(
      `The Pulumi CLI is not installed: run the command again with --yes to install version ${version} into .turnout/, or ${byHand}.`,
    );
  process.stderr.write(`Installing Pulumi ${version} into .turnout/pulumi\n`);
  try {
    return await PulumiCommand.install({ root: own }); // of the SDK's own version
  } catch (error) {
    throw new UserError(
      `Pulumi ${version} could not be downloaded (${firstLine(error)}): check the network, or ${byHand}.`,
    );
  }
}

async function agrees(): Promise<boolean> {
  const answer = await ask(
    `The Pulumi CLI is not installed. Install version ${version} into .turnout/? [Y/n] `,
  );
  return answer !== undefined && /^(y|yes|)$/i.test(answer.trim());
}

const firstLine = (error: unknown) =>
  wordsOf(error)
    .split("\n")
    .find((line) => line.trim() !== "") ?? "no reason given";

const memoryIn = (root: string) => join(root, ".turnout", "pulumi.json");

/**
 * The Pulumi CLI on PATH, where it is the one that was asked for its version last time: asking takes a fifth of a
 * second, too long for a rollback.
 */
function remembered(root: string): PulumiCommand | undefined {
  try {
    const { version, ...file } = JSON.parse(readFileSync(memoryIn(root), "utf8")) as { version: string };
    const found = onPath();
    if (found === undefined || !isDeepStrictEqual(file, found)) return undefined;
    return pulumiCommandAt(found.command, version);
  } catch {
    return undefined;
  }
}

/** Best effort: what can't be remembered is asked again. */
function remember(root: string, { version }: PulumiCommand): void {
  try {
    mkdirSync(dirname(memoryIn(root)), { recursive: true, mode: 0o700 });
    writeFileSync(memoryIn(root), JSON.stringify({ ...onPath(), version: version?.toString() }));
  } catch {
    // A checkout that can't be written to.
  }
}

/** The file that PATH leads to, with its size and time: another version's differ. */
function onPath() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const command = join(folder, "pulumi");
    try {
      accessSync(command, constants.X_OK);
      const { size, mtimeMs: modified } = statSync(command);
      return { command, size, modified };
    } catch {
      // Try the next folder.
    }
  }
  return undefined;
}

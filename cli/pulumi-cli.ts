import { PulumiCommand } from "@pulumi/pulumi/automation";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { remember, rememberedPulumi } from "./remembered-pulumi";
import { UserError } from "./user-error";

/** The SDK's own version: engine and SDK of one release are tested together. */
const { version } = require("@pulumi/pulumi/package.json") as { version: string }; // eslint-disable-line @typescript-eslint/no-require-imports -- data

const byHand = "https://www.pulumi.com/docs/install/ says how to install it by hand";

/**
 * The Pulumi CLI: the one on PATH, or one installed into the checkout, if need be now and if the person agrees.
 *
 * @throws UserError where there is none and none can be had.
 */
export async function pulumiCli(root: string, agreed: boolean): Promise<PulumiCommand> {
  const known = rememberedPulumi(root);
  if (known !== undefined) return known;
  const own = join(root, ".turnout", "pulumi");
  for (const options of [{}, { root: own }]) {
    try {
      const found = await PulumiCommand.get(options);
      if (!("root" in options)) remember(root, found);
      return found;
    } catch {
      // Not there, or too old for the SDK: the next one, then.
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

/** Nobody is there to ask where the input is no terminal. */
async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `The Pulumi CLI is not installed. Install version ${version} into .turnout/? [Y/n] `,
  );
  terminal.close();
  return /^(y|yes|)$/i.test(answer.trim());
}

const firstLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .split("\n")
    .find((line) => line.trim() !== "") ?? "no reason given";

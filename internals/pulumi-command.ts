import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";

/**
 * The method by which the Automation API starts each process of the CLI. Its types leave it out, but it calls it on
 * whatever object it was given as `pulumiCommand` (automation/localWorkspace.js).
 */
export type RunCommand = (
  args: string[],
  ...rest: unknown[]
) => Promise<{ stdout: string; stderr: string; code: number }>;

/** The command with its way to start a process replaced. @param replace is handed the real one. */
export function withRun(command: PulumiCommand, replace: (run: RunCommand) => RunCommand): PulumiCommand {
  const real: RunCommand = (...args) => (command as unknown as { run: RunCommand }).run(...args);
  return Object.assign(Object.create(command) as PulumiCommand, { run: replace(real) });
}

/**
 * A command whose file and version are known. Its constructor is private, and `PulumiCommand.get` starts a process that
 * asks for the version.
 */
export const pulumiCommandAt = (command: string, version: string): PulumiCommand =>
  Object.assign(Object.create(PulumiCommand.prototype) as PulumiCommand, {
    command,
    version: new SemVer(version),
  });

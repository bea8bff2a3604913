import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Checkpoint } from "../release/checkpoint";
import { backendIn } from "./backend-in";

const patience = 10_000; // milliseconds that a backend has to answer
const most = 64 * 2 ** 20; // bytes; a platform's state has some hundred thousand

/**
 * What the engine last recorded of a stack, before any engine is there to say it: the file of the backend inside the
 * checkout; any other is asked by a process of Pulumi's, which takes some tenths of a second and the backend's time.
 *
 * @throws where there is no such stack, or its backend doesn't answer.
 */
export async function lastCheckpoint(root: string, stack: string): Promise<Checkpoint> {
  const state = join(root, ".turnout", "state", ".pulumi", "stacks", "turnout", `${stack}.json`);
  return checkpointIn(
    backendIn(root) === "embedded" ? readFileSync(state, "utf8") : await exported(root, stack),
  );
}

async function exported(root: string, stack: string): Promise<string> {
  const own = join(root, ".turnout", "pulumi", "bin"); // where cli/pulumi-cli.ts installs it
  const env = {
    ...process.env,
    PATH: `${process.env.PATH ?? ""}${delimiter}${own}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const options = { cwd: root, env, timeout: patience, maxBuffer: most };
  return (await promisify(execFile)("pulumi", args, options)).stdout;
}

interface State {
  readonly resources?: readonly {
    readonly urn: string;
    readonly type: string;
    readonly outputs?: unknown;
    /** It waits for its deletion. */
    readonly delete?: boolean;
  }[];
}

/** Reads a state as a backend of files keeps it, or as Pulumi exports it. */
export function checkpointIn(text: string): Checkpoint {
  const { checkpoint, deployment } = JSON.parse(text) as {
    checkpoint?: { latest?: State };
    deployment?: State;
  };
  const resources = (checkpoint?.latest ?? deployment)?.resources ?? [];
  return Object.fromEntries(
    resources
      .filter((resource) => resource.delete !== true)
      .map(({ urn, type, outputs }) => [urn, { type, outputs }]),
  );
}

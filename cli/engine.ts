import { LocalWorkspace, type PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { Run } from "../components/environment/run";
import { backendIn } from "./backend-in";
import { accountOf } from "./context";
import { embeddedBackend, isMadeIn, type Workplace } from "./embedded-backend";
import { markOf, markVariable } from "./processes";
import { shortStacks } from "../diff/short-stacks";
import { quick } from "./quick-command";
import { UserError } from "./user-error";

/** The same program that `pulumi up` runs, in this process, for one stack. */
export interface EngineArgs {
  readonly root: string;
  readonly stack: string;
  readonly pulumi: PulumiCommand;
}

/** @returns undefined where the stack doesn't exist and isn't to be made. */
export async function openStack(
  { root, stack, pulumi }: EngineArgs,
  make: boolean,
): Promise<Stack | undefined> {
  shortStacks();
  const { folder, environment } = workplace(root, stack);
  const inline = { stackName: stack, projectName: "turnout", program: programFor({}) };
  const options = {
    workDir: folder,
    envVars: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true", [markVariable]: markOf(root, stack) },
    pulumiCommand: quick(pulumi, (name) => isMadeIn(environment, name), loadProgram),
  };
  if (make) return LocalWorkspace.createOrSelectStack(inline, options);
  try {
    return await LocalWorkspace.selectStack(inline, options);
  } catch (error) {
    if (/no stack named|not found/i.test(String(error))) return undefined;
    throw error;
  }
}

/** Takes a quarter of a second, in which the engine starts. */
const loadProgram = () => require("../index") as typeof import("../index");

/**
 * The program with what this run of it is told. The Automation API takes one that ends with a gRPC error for one that
 * ended well, and the engine would then delete what it had not declared yet (@pulumi/pulumi 3.248, automation/server.js).
 */
export function programFor(run: Run): () => Promise<Record<string, unknown>> {
  return async () => {
    try {
      return await loadProgram()(run);
    } catch (error) {
      if (typeof (error as { code?: unknown }).code === "number") throw new Error(String(error));
      throw error;
    }
  };
}

/** Files in the checkout only where a person has no backend of their own. */
function workplace(root: string, stack: string): Workplace {
  if (backendIn(root) === "own") return { folder: root, environment: {} };
  if (isOnAws(root, stack)) throw new UserError(noBackend(stack));
  return embeddedBackend(root, stack);
}

/** Whether what a stack makes would outlive this checkout and cost money; one whose settings are wrong makes nothing. */
function isOnAws(root: string, stack: string): boolean {
  if (accountOf(root, stack) === undefined) return false;
  // Loaded only now: on a local cluster the engine must not wait for it.
  const { settingsOfStack } =
    require("../settings/stack-settings") as typeof import("../settings/stack-settings");
  const parsed = settingsOfStack(root, stack);
  return "settings" in parsed && parsed.settings.role !== "state" && parsed.settings.aws !== undefined;
}

const noBackend = (stack: string) =>
  `Stack ${stack} is on AWS, but nobody is logged in to Pulumi here, so what was made there would be known to this ` +
  "checkout only: run `pulumi login` (docs/state.md), or put `backend: { url: … }` into Pulumi.yaml.";

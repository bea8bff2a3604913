import { LocalWorkspace, type PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { shortStacks } from "../diff/short-stacks";
import { hostVariable } from "../live/container-engine";
import { withRun } from "../internals/pulumi-command";
import { entryIn } from "../program/entry";
import type { Run } from "../program/planned-application";
import { inOneLine, withoutStack } from "../problems/problem";
import { documentAt } from "../problems/documents";
import { programFailure, sentenceOf, withoutPasswords, wordsOf } from "../problems/failure";
import { explain } from "./explain";
import { backendIn, embeddedBackend, isMade, type Workplace } from "./backend";
import { markOf, markVariable } from "./owner";
import type { Subject } from "./subject";
import { UserError } from "./terminal";

/**
 * A stack with the same program that `pulumi up` runs, in this process.
 *
 * @returns undefined where it doesn't exist and isn't to be made.
 */
export async function openStack(
  subject: Subject,
  pulumi: PulumiCommand,
  make: boolean,
): Promise<Stack | undefined> {
  shortStacks();
  const { root, stack } = subject;
  checkSdk(root);
  const { folder, environment } = workplace(subject);
  const inline = {
    stackName: stack,
    projectName: subject.project.name,
    program: programFor(() => loadProgram(root), { engineFolder: folder }),
  };
  // For this process and for the provider: both look for the same container engine.
  const host = hostVariable(process.env);
  if (host !== undefined) process.env.DOCKER_HOST = host;
  const options = {
    workDir: folder,
    envVars: {
      ...environment,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...fewCollections(subject, process.env),
      // What somebody else wrote into an object of this stack's gives way; whose it is was checked before (naming/owner.ts).
      PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
      [markVariable]: markOf(root, stack),
    },
    pulumiCommand: quick(
      pulumi,
      (name) => isMade(root, name),
      () => loadProgram(root),
    ),
  };
  try {
    if (make)
      return await againWhere(madeMeanwhile, () => LocalWorkspace.createOrSelectStack(inline, options));
    return await LocalWorkspace.selectStack(inline, options);
  } catch (error) {
    if (!make && /no stack named|not found/i.test(String(error))) return undefined;
    throw new UserError(openingFailure(stack, error));
  }
}

/**
 * Lets the engine and its providers collect garbage at four times the usual growth: a tenth less of their CPU, which pods
 * that start beside them need, for some 25 MB. Not on AWS, whose provider holds hundreds of megabytes.
 */
export const fewCollections = (
  { account }: Pick<Subject, "account">,
  { GOGC }: NodeJS.ProcessEnv,
): Record<string, string> => (account === undefined && GOGC === undefined ? { GOGC: "400" } : {});

/**
 * Refuses a project whose programs load another copy of Pulumi's SDK than Turnout does, be it of the same version: what is
 * registered by one of them the Automation API of the other waits for in vain (@pulumi/pulumi 3.248).
 *
 * @throws UserError in one sentence.
 */
export function checkSdk(root: string): void {
  const file = "@pulumi/pulumi/package.json";
  const ours = require.resolve(file);
  let theirs: string;
  try {
    theirs = require.resolve(file, { paths: [root] });
  } catch {
    return; // what needs it says so
  }
  if (theirs === ours) return;
  const [found, own] = [theirs, ours].map((path) => (require(path) as { version: string }).version);
  throw new UserError(
    `The project has @pulumi/pulumi ${found} beside Turnout's own ${own}: an update with two of them never ends; run \`npm install @pulumi/pulumi@${own}\`, until \`npm ls @pulumi/pulumi\` shows no second one.`,
  );
}

/** The engine's words where another command made the stack after this one had looked for it. */
const madeMeanwhile = /stack '[^']*' already exists|could not create stack: the stack is currently locked by/;

/** Does something that a command at the same time can be in the way of; once more where it was, and at most three times. */
export async function againWhere<T>(inTheWay: RegExp, act: () => Promise<T>, times = 3): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (times === 1 || !inTheWay.test(String(error))) throw error;
    return againWhere(inTheWay, act, times - 1);
  }
}

/** The first that asks the backend: what is wrong with that shows here. */
function openingFailure(stack: string, error: unknown): string {
  const text = wordsOf(error);
  return (
    explain({ text, stack, now: new Date() }) ??
    `Stack ${stack} can't be opened (${inOneLine(withoutPasswords(text), 300)}): check what says where the state is kept, PULUMI_BACKEND_URL, \`backend: { url: … }\` in Pulumi.yaml, or \`pulumi login\`.`
  );
}

/** The program of a folder. Loading it takes a quarter of a second, in which the engine starts. */
export const loadProgram = (root: string): LoadedProgram => {
  const load = entryIn(root);
  return (run) => load({ ...run, root });
};

/** A project's `index.ts`. */
export type LoadedProgram = (run: Run) => Promise<Record<string, unknown>>;

/**
 * The program with the parameters of this run, its errors without a trace. The Automation API takes a program that ends with a gRPC error for a
 * successful one, and the engine would then delete what it had not declared yet (@pulumi/pulumi 3.248,
 * automation/server.js).
 */
export function programFor(load: () => LoadedProgram, run: Run): () => Promise<Record<string, unknown>> {
  return async () => {
    try {
      return await load()(run);
    } catch (error) {
      const failure = programFailure(error);
      throw failure.stack === "" ? failure : withoutStack(new Error(sentenceOf(failure)));
    }
  };
}

/** Files in the checkout only where a person has no backend of their own. */
function workplace(subject: Subject): Workplace {
  const { root, stack } = subject;
  if (backendIn(root) === "own") return { folder: root, environment: {} };
  if (isOnAws(subject)) throw new UserError(noBackend(stack));
  return embeddedBackend(root, stack);
}

/** Whether what a stack makes would outlive this checkout and cost money; one whose settings are wrong makes nothing. */
function isOnAws(subject: Subject): boolean {
  if (subject.account === undefined) return false; // on a local cluster the engine must not wait for the settings' check
  try {
    const { settings } = subject;
    return settings.role !== "state" && settings.aws !== undefined;
  } catch {
    return false;
  }
}

const noBackend = (stack: string) =>
  `Stack ${stack} is on AWS, but nobody is logged in to Pulumi here, so what was made there would be known to this ` +
  `checkout only: run \`pulumi login\` (${documentAt("docs/state.md")}), or put \`backend: { url: … }\` into Pulumi.yaml.`;

/**
 * The Automation API starts a process before each update to select the stack, and three after it to read outputs and
 * history. Each takes a third of a second; their output is not needed, because the engine's events had it before.
 *
 * @param isMade whether a stack is known to be there, so that it needs no selecting.
 * @param meanwhile work for this process while another one starts.
 */
export function quick(
  command: PulumiCommand,
  isMade: (stack: string) => boolean,
  meanwhile: () => void,
): PulumiCommand {
  return withRun(command, (run) => (args, ...rest) => {
    const unasked = answerTo(args, isMade);
    if (unasked !== undefined) return Promise.resolve({ stdout: unasked, stderr: "", code: 0 });
    const running = run(args, ...rest);
    meanwhile();
    return running;
  });
}

function answerTo([group, verb, , stack]: string[], isMade: (stack: string) => boolean): string | undefined {
  if (group !== "stack") return undefined;
  if (verb === "output") return "{}";
  if (verb === "history") return "[]";
  return verb === "select" && stack !== undefined && isMade(stack) ? "" : undefined;
}

import type { Stack } from "@pulumi/pulumi/automation";
import { environmentOf } from "../naming/environment";
import { openCluster, unreadyPods, type Cluster } from "./cluster";
import { openStack } from "./engine";
import { explain } from "./failures";
import { podReport } from "./pod-report";
import { Progress } from "./progress";
import type { Project } from "./project";
import { pulumiCli } from "./pulumi-cli";
import { subjectIn, type SubjectOptions } from "./subject";
import { UserError } from "./user-error";

export interface OperationOptions extends SubjectOptions {
  /** Agrees to whatever would be asked. */
  readonly yes?: boolean;
}

export type Verb = "up" | "preview" | "destroy";

/** One run of the engine on one stack, told to a person. */
export interface Operation {
  readonly stack: Stack;
  readonly name: string;
  /** Undefined for a stack that is no environment. */
  readonly namespace: string | undefined;
  readonly progress: Progress;
  readonly print: (line: string) => void;
  /** The cluster that the stack's own context leads to. */
  readonly cluster: () => Promise<Cluster>;
}

/** The stack that a command is about; undefined where it doesn't exist and isn't to be made. */
export async function openSubject(
  options: OperationOptions,
  project: Project,
  make: boolean,
  print?: (line: string) => void,
) {
  const { stack: name, note } = subjectIn(project, options);
  if (note) print?.(note);
  const pulumi = await pulumiCli(project.root, options.yes ?? false);
  return { name, stack: await openStack({ root: project.root, stack: name, pulumi }, make) };
}

/** @returns undefined where the stack doesn't exist and `verb` doesn't make one. */
export async function beginOperation(
  verb: Verb,
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<Operation | undefined> {
  const print = (line: string) => out.write(`${line}\n`);
  const { name, stack } = await openSubject(options, project, verb !== "destroy", print);
  if (stack === undefined) return undefined;
  return {
    stack,
    name,
    namespace: environmentOf(name, project.map)?.namespace,
    progress: new Progress(print, Date.now, verb === "preview"),
    print,
    cluster: async () => openCluster((await stack.getAllConfig())["turnout:context"]?.value),
  };
}

/**
 * Runs a verb of the engine and turns its failure into sentences. On Ctrl-C the engine, which gets the signal
 * too, ends the step it is in and frees the stack: dying first would leave it locked.
 */
export async function carryOut<T>(
  { name, progress, ...operation }: Operation,
  run: () => Promise<T>,
): Promise<T> {
  const wait = () => {
    operation.print("Ending after the steps that have begun; press Ctrl-C again to stop them, too.");
  };
  process.on("SIGINT", wait);
  try {
    return await run();
  } catch (error) {
    const own = progress.errors.filter((message) => !/^(update|preview|destroy) failed$/.test(message));
    const said = own.length > 0 ? own : wordsOf(error);
    const sentence = explain({ text: [...said, String(error)].join("\n"), stack: name });
    const pods = sentence === undefined ? await podsInTrouble(operation) : [];
    throw new UserError(
      [
        sentence ?? said.join("\n"),
        ...pods,
        `Stack ${name}: the command did not get to its end; what was not changed yet is as it was.`,
      ].join("\n"),
    );
  } finally {
    process.off("SIGINT", wait);
  }
}

/** Of all that the Pulumi CLI printed, what it calls an error. */
function wordsOf(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  const errors = text.split("\n").filter((line) => line.startsWith("error: "));
  return errors.length > 0 ? [...new Set(errors)].map((line) => line.slice("error: ".length)) : [text];
}

/** Best effort: the failure itself must be told even where the cluster can't be asked. */
async function podsInTrouble({
  namespace,
  cluster,
}: Pick<Operation, "namespace" | "cluster">): Promise<string[]> {
  if (namespace === undefined) return [];
  try {
    return (await unreadyPods(await cluster(), namespace)).map(podReport);
  } catch {
    return [];
  }
}

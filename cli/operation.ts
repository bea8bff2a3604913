import type { Stack } from "@pulumi/pulumi/automation";
import type { Kubernetes } from "../live/kubernetes";
import type { Origin } from "../naming/owner";
import type { LoadedProgram } from "./engine";
import { originOf } from "./origin";
import { Progress } from "./progress";
import { pulumiCli } from "./pulumi-cli";
import type { SubjectOptions } from "./stack-choice";
import type { Subject } from "./subject";
import { shownOn, UserError } from "./terminal";

export interface OperationOptions extends SubjectOptions {
  /** Answers yes to every question. */
  readonly yes?: boolean;
}

type Verb = "up" | "preview" | "destroy";

/** One run of the engine on one stack, with its progress printed. */
export interface Operation {
  readonly stack: Stack;
  readonly name: string;
  /** Folder of the project. */
  readonly root: string;
  /** Loads the project's program. */
  readonly program: () => LoadedProgram;
  /** Undefined for a stack that is no environment. */
  readonly namespace: string | undefined;
  readonly progress: Progress;
  readonly print: (line: string) => void;
  /** Where the program comes from; asks git. */
  readonly origin?: (() => Origin) | undefined;
  /** False until the namespace was found to be the stack's own: before that nothing is written into it, or said of it. */
  isOwn?: boolean;
  /** The cluster that the stack's own context leads to. */
  readonly cluster: () => Promise<Kubernetes>;
}

/**
 * The stack that a command is about, in the engine; undefined where it doesn't exist and isn't to be made.
 *
 * @param print gets the note about the choice of the stack; by default on stderr, so that stdout holds only the report.
 */
export async function openSubject(
  subject: Subject,
  { yes = false }: Pick<OperationOptions, "yes">,
  make: boolean,
  print: (line: string) => void = (line) => shownOn(process.stderr).write(`${line}\n`),
): Promise<Stack | undefined> {
  if (subject.note !== undefined) print(subject.note);
  subject.checkFiles();
  const pulumi = pulumiCli(subject.root, yes);
  // The program takes as long to load as Pulumi's process takes to print its version: both at once.
  return engine().openStack(subject, await pulumi, make);
}

const engine = () => require("./engine") as typeof import("./engine");

/** @returns undefined where the stack doesn't exist and `verb` doesn't make one. */
export async function beginOperation(
  verb: Verb,
  subject: Subject,
  options: OperationOptions,
  out: NodeJS.WritableStream,
): Promise<Operation | undefined> {
  const print = (line: string) => out.write(`${line}\n`);
  // An update of a tree that is halfway was refused before.
  const differences = [verb === "preview" && subject.halfway, verb !== "destroy" && subject.otherTree()];
  for (const difference of differences) if (difference) print(difference);
  const stack = await openSubject(subject, options, verb !== "destroy", print);
  if (stack === undefined) return undefined;
  return {
    stack,
    name: subject.stack,
    root: subject.root,
    program: () => engine().loadProgram(subject.root),
    namespace: subject.namespace,
    progress: new Progress(print, Date.now, verb === "preview"),
    print,
    origin: () => originOf(subject),
    isOwn: false,
    cluster: () => subject.cluster(),
  };
}

/**
 * Ends an update that should only move traffic but would remove an application, because the checkout is not of what is
 * deployed.
 *
 * @param before the part of the sentence about what was done already.
 */
export function refuseRemoval(
  stack: string,
  removed: readonly string[],
  before = "nothing was changed",
): void {
  if (removed.length === 0) return;
  throw new UserError(
    `Stack ${stack} has ${removed.join(" and ")}, which this checkout doesn't declare, so an update from here would remove ${removed.length === 1 ? "it" : "them"}; ${before}. Run it again from a checkout of what is deployed.`,
  );
}

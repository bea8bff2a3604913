import type { Stack } from "@pulumi/pulumi/automation";
import { environmentOf } from "../naming/environment";
import { openCluster, type Cluster } from "./cluster";
import { contextOf } from "./context";
import { otherTreeIn } from "./other-tree";
import { Progress } from "./progress";
import type { Project } from "./project";
import { pulumiCli } from "./pulumi-cli";
import { subjectIn, type SubjectOptions } from "./subject";

export interface OperationOptions extends SubjectOptions {
  /** Agrees to whatever would be asked. */
  readonly yes?: boolean;
}

export type Verb = "up" | "preview" | "destroy";

/** One run of the engine on one stack, told to a person. */
export interface Operation {
  readonly stack: Stack;
  readonly name: string;
  /** Folder of the project. */
  readonly root: string;
  /** Undefined for a stack that is no environment. */
  readonly namespace: string | undefined;
  readonly progress: Progress;
  readonly print: (line: string) => void;
  /** The cluster that the stack's own context leads to. */
  readonly cluster: () => Promise<Cluster>;
}

/**
 * The stack that a command is about; undefined where it doesn't exist and isn't to be made.
 *
 * @param print tells what was done instead of what was asked; beside the output, unless that is a report itself.
 */
export async function openSubject(
  options: OperationOptions,
  project: Project,
  make: boolean,
  print: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
) {
  const { stack: name, note } = subjectIn(project, options);
  if (note) print(note);
  const pulumi = pulumiCli(project.root, options.yes ?? false);
  // The program takes as long to load as Pulumi's process takes to tell its version: both at once.
  const { openStack } = require("./engine") as typeof import("./engine");
  return { name, stack: await openStack({ root: project.root, stack: name, pulumi: await pulumi }, make) };
}

/** @returns undefined where the stack doesn't exist and `verb` doesn't make one. */
export async function beginOperation(
  verb: Verb,
  options: OperationOptions,
  project: Project,
  out: NodeJS.WritableStream,
): Promise<Operation | undefined> {
  const print = (line: string) => out.write(`${line}\n`);
  const difference = verb === "destroy" ? undefined : otherTreeIn(project, subjectIn(project, options));
  if (difference !== undefined) print(difference);
  const { name, stack } = await openSubject(options, project, verb !== "destroy", print);
  if (stack === undefined) return undefined;
  let opened: Promise<Cluster> | undefined;
  return {
    stack,
    name,
    root: project.root,
    namespace: environmentOf(name, project.map)?.namespace,
    progress: new Progress(print, Date.now, verb === "preview"),
    print,
    cluster: () => (opened ??= openCluster(contextOf(project.root, name))),
  };
}

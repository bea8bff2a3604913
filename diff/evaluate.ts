import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Repository } from "../git/repository";
import { GitError } from "../git/run";
import type { BranchMap } from "../naming/branch-map";
import { checkBranchMap } from "../naming/check-branch-map";
import { environmentOf } from "../naming/environment";
import { formerStack } from "../naming/left-behind";
import { isShared } from "../naming/reserved";
import { wordsOf } from "../problems/failure";
import { entryIn } from "../program/entry";
import { emptyRecording, type Recording } from "../program/recording";
import type { Checkpoint } from "../release/checkpoint";
import { projectFileIn } from "../settings/project-file";
import { readStackFiles, type StackConfig } from "../settings/stack-files";
import { openBaseFolder } from "./base-folder";
import { type Program, record } from "./record";
import { moveOf, settled } from "./settled";

/**
 * Runs the program in a folder, for one stack.
 *
 * @param told the stack's configuration, if not that of the folder's files, and the checkpoint that the program gets,
 *   unless its settings lead away from there.
 */
export async function evaluateFolder(
  folder: string,
  stack: string,
  told: { readonly config?: StackConfig; readonly checkpoint?: Checkpoint } = {},
): Promise<Recording> {
  const { config = readStackFiles(folder, stack), checkpoint = {} } = told;
  const load = entryIn(folder);
  const program: Program = () => load({ root: folder });
  const move = moveOf(checkpoint, config);
  const args = { program, project: projectFileIn(folder).name, stack, config };
  if (move === undefined) return record({ ...args, checkpoint });
  const { resources, messages } = await record({ ...args, checkpoint: {} });
  return { resources, messages: [move, ...messages] };
}

/** What a commit declares for a stack. */
export interface Evaluated {
  /** Undefined where it is not known. */
  readonly recording?: Recording;
  /** The stack's configuration there, where it could be read. */
  readonly config?: StackConfig;
  /** The commit's map of branches, where it has a right one. */
  readonly map?: BranchMap;
  /** Everything that is not as usual, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Runs the program of a commit, for one stack whose updates are all through, with the packages installed here. A commit
 * without such a program, or with a map that has no such stack, declares nothing; of one whose program fails it is not
 * known.
 *
 * @param here the project's folder: its packages, and a monorepo's above it, are those of both sides.
 * @param workspace where the stack's file is that no commit has (`stackFileOf`): it holds for both sides.
 * @param headMap the map to compare with: a stack that it gave another name is evaluated as `pulumi stack rename` leaves it.
 */
export async function evaluateCommit(
  repository: Repository,
  commit: string,
  stack: string,
  here: string,
  { workspace, headMap }: { readonly workspace?: string | undefined; readonly headMap?: BranchMap } = {},
): Promise<Evaluated> {
  const folder = openBaseFolder(commit);
  const name = repository.short(commit);
  const notes: string[] = [];
  const nothing = (why: string): Evaluated => ({
    recording: emptyRecording,
    notes: [...notes, `Commit ${name} ${why}; everything is shown as new.`],
  });
  let ofMap: Pick<Evaluated, "map"> = {};
  try {
    const { folder: usual, missing } = repository.exportTo(commit, folder.path);
    notes.push(...missing);
    const project = isEnvironments(usual) ? usual : elsewhere(folder.path);
    if (project === undefined)
      return nothing(
        isFile(usual, "Pulumi.yaml")
          ? "has a Pulumi program that declares no environment"
          : "has no program yet",
      );
    if (project !== usual)
      notes.push(
        `Compared with the project in ${relative(folder.path, project) || "the top folder"} of commit ${name}.`,
      );
    linkPackages(here, project, folder.path);
    const map = mapIn(project);
    if (map !== undefined) ofMap = { map };
    const isThere = map === undefined || isShared(stack) || environmentOf(stack, map) !== undefined;
    const former = isThere ? stack : headMap && formerStack(stack, map, headMap);
    if (former === undefined) return { ...nothing(`has no stack ${stack} in its map of branches`), ...ofMap };
    if (former !== stack)
      notes.push(`Compared with stack ${former} of commit ${name}, whose namespace it gets.`);
    const config = readStackFiles(project, former, workspace);
    const first = await evaluateFolder(project, former, { config });
    // Again, from where that leaves it: an update of what is up instructs the provider otherwise than a first one.
    const recording = await evaluateFolder(project, former, { config, checkpoint: settled(first) });
    return { recording: renamed(recording, former, stack), config, notes, ...ofMap };
  } catch (error) {
    const reason = reasonOf(error).replaceAll(join(folder.path, "/"), "");
    const problem = `The program of commit ${name} can't be evaluated for stack ${stack}, so what would change is not known: ${reason}`;
    return { notes: [...notes, problem], ...ofMap };
  } finally {
    folder.remove();
  }
}

/** Links what is installed for a project here, in its folder and in each above it, up to the top of a commit's files. */
function linkPackages(here: string, project: string, top: string): void {
  const [from, to] = [here, project].map((folder) => join(folder, "node_modules")) as [string, string];
  rmSync(to, { recursive: true, force: true }); // of a commit that has packages in it
  if (existsSync(from)) symlinkSync(from, to, "dir");
  if (project !== top) linkPackages(dirname(here), dirname(project), top);
}

/** A recording under another stack's name, in which the names of resources (URNs) begin. */
function renamed(recording: Recording, from: string, to: string): Recording {
  if (from === to) return recording;
  const text = JSON.stringify(recording).replaceAll(`urn:pulumi:${from}::`, `urn:pulumi:${to}::`);
  return JSON.parse(text) as Recording;
}

function reasonOf(error: unknown): string {
  if (error instanceof GitError) return `git can't write its files (${error.sentence})`;
  const words = wordsOf(error) || "it threw what says nothing";
  const [first = ""] = words.split("\nRequire stack:");
  return first === words ? first : `${first}; both sides run with the packages that are installed here`;
}

const isFile = (folder: string, name: string) =>
  statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true;

/**
 * Whether a folder's program declares environments, by what its files say: any other Pulumi program would start to work
 * as soon as it is loaded. Before there was a package, Turnout was a project of that name, and its program a function.
 */
function isEnvironments(project: string): boolean {
  if (!["branches.ts", "index.ts", "Pulumi.yaml"].every((name) => isFile(project, name))) return false;
  const program = readFileSync(join(project, "index.ts"), "utf8");
  return (
    /^\s*(export\s*=|export default\b|module\.exports\s*=)(?!\s*\{)/m.test(program) &&
    (/["']turnout["']/.test(program) || projectFileIn(project).name === "turnout")
  );
}

/** The one project that lies in another folder of a commit: it was moved since, and its stacks are the same. */
function elsewhere(top: string): string | undefined {
  const maps = readdirSync(top, { recursive: true, encoding: "utf8" }).filter(
    (file) => basename(file) === "branches.ts",
  );
  const projects = maps.map((file) => join(top, dirname(file))).filter(isEnvironments);
  return projects.length === 1 ? projects[0] : undefined;
}

/** Undefined where it is wrong: the program then says so. */
function mapIn(project: string): BranchMap | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which map it is, is known only now
  const { branches } = require(join(project, "branches.ts")) as { branches?: BranchMap };
  return branches !== undefined && checkBranchMap(branches).length === 0 ? branches : undefined;
}

import { writeFileSync } from "node:fs";
import { sharingOf, type Sharing } from "../estimate/occupancy";
import type { StackDiff } from "../diff/change";
import { ciphertextNote, settled } from "../diff/settled";
import { compare, warningsOf } from "../diff/compare";
import { estimateOf, type PriceChange } from "../diff/estimate";
import type { Evaluated } from "../diff/evaluate";
import { formatJson, formatText } from "../diff/format";
import { formatMarkdown } from "../diff/format-markdown";
import { emptyRecording } from "../program/recording";
import { baseOf, type Base } from "../git/base";
import type { Repository } from "../git/repository";
import { kindName } from "../kinds/lookup";
import { leftBehind } from "../naming/left-behind";
import { namesOf } from "../naming/names";
import { programFailure, wordsOf } from "../problems/failure";
import type { Checkpoint } from "../release/checkpoint";
import { describeAlone } from "../release/describe";
import { isAlone } from "../settings/application";
import { inOneLine } from "../problems/problem";
import type { Settings } from "../settings/settings";
import { stackFileOf } from "../settings/stack-files";
import { refuseEmpty, type SubjectOptions } from "./stack-choice";
import { Subject } from "./subject";
import { UserError } from "./terminal";

export const formats = { text: formatText, markdown: formatMarkdown, json: formatJson };

export interface DiffOptions extends SubjectOptions {
  /** Any git revision; default: where the branch left the one it merges into. */
  readonly base?: string;
  readonly format: keyof typeof formats;
  /** File to write to instead of the standard output. */
  readonly out?: string;
  readonly exitCode?: boolean;
}

/** Exit code of `--exit-code` when something would change; 1 stays what it is everywhere, a failure. */
const changed = 2;

/**
 * `turnout diff`: what the working tree would change in a stack, compared with what a commit declares.
 *
 * @param errors gets the sentence about a cost above the cap.
 * @param now when support of a version of Kubernetes is asked for.
 * @returns the exit code.
 */
export async function runDiff(
  subject: Subject,
  options: DiffOptions,
  output: NodeJS.WritableStream,
  errors: NodeJS.WritableStream = process.stderr,
  now = new Date(),
): Promise<number> {
  refuseEmpty("--base", options.base);
  refuseEmpty("--out", options.out);
  const diff = await diffOf(subject, options.base, now);
  const text = formats[options.format](diff);
  if (options.out === undefined) output.write(text);
  else writeTo(options.out, text);
  const problem = capProblem(subject, diff.price);
  if (problem !== undefined) {
    errors.write(`${problem}\n`);
    return 1;
  }
  if (diff.isUnknown) {
    errors.write(
      `What would change in stack ${subject.stack} is not known: the notes of the diff say why.\n`,
    );
    return 1;
  }
  return options.exitCode && diff.changes.length > 0 ? changed : 0;
}

async function diffOf(subject: Subject, ref: string | undefined, now: Date): Promise<StackDiff> {
  const { root, stack, project } = subject;
  const { repository, workspace, map } = project;
  const base = chooseBase(ref, subject);
  // Git is asked before the programs are loaded: to start a process takes the longer, the more memory there is to copy.
  const [baseIs, headIs] = [baseName(repository, base), headName(repository)];
  const [ofTree, ofPackages] = [subject.otherTree(), packagesNote(repository, base)];
  const branches = repository?.branches() ?? [];
  const { evaluateCommit, evaluateFolder } = require("../diff/evaluate") as typeof import("../diff/evaluate");
  const before: Evaluated =
    repository && base.commit !== undefined
      ? await evaluateCommit(repository, base.commit, stack, root, { workspace, headMap: map })
      : { ...(!base.isUnknown && { recording: emptyRecording }), notes: [] };
  const { recording } = before;
  const { config } = subject;
  const ofHead = (checkpoint: Checkpoint) =>
    evaluateFolder(root, stack, { config, checkpoint }).catch((error: unknown) => {
      throw programFailure(error);
    });
  const head = await ofHead(settled(recording ?? emptyRecording));
  const changes = recording === undefined ? [] : compare(recording, head);
  const notes = [
    subject.note ?? subject.halfway,
    ofTree,
    base.note,
    ...before.notes,
    ...(before.map ? leftBehind(before.map, map) : []),
    ofPackages,
    changes.length > 0 ? ciphertextNote(before.config, config) : undefined,
    changes.length > 0 && recording !== emptyRecording ? asIfUp(baseIs, stack) : undefined,
    ...aloneNotes(subject),
  ].filter((note) => note !== undefined);
  return {
    stack,
    base: baseIs,
    head: headIs,
    ...(recording === undefined && { isUnknown: true }),
    changes,
    declared: head.resources.map(({ type, name }) => `${kindName(type)} ${name}`).sort(),
    messages: recording === undefined ? [] : head.messages,
    warnings: warningsOf(recording ?? head, head, { now, branches }),
    notes,
    ...(await estimateOf({
      base: recording ?? head,
      head,
      atRest: () => ofHead({}),
      sharing: () => sharingIn(subject),
    })),
  };
}

/** The `--base` that declares nothing: everything is shown as new. */
const nothing = "nothing";

/** @throws UserError where `ref` is no commit, or may be two. */
function chooseBase(ref: string | undefined, { branch, project }: Subject): Base {
  if (ref === nothing) return {};
  const { repository } = project;
  if (repository === undefined)
    return {
      isUnknown: true,
      note: "This folder is not a git checkout, so there is nothing to compare with: `--base nothing` shows everything as new.",
    };
  if (ref === undefined) return baseOf(repository, branch ?? repository.currentBranch(), project.map);
  const commit = commitOf(repository, ref);
  if (commit === undefined)
    throw new UserError(
      `--base ${inOneLine(ref)} is no commit of this clone: name one, or fetch it with \`git fetch origin ${inOneLine(ref)}\`.`,
    );
  return { commit };
}

function commitOf(repository: Repository, ref: string): string | undefined {
  try {
    return repository.commit(ref);
  } catch {
    throw new UserError(
      `--base ${inOneLine(ref)} may mean more than one commit of this clone: name it in full, such as refs/heads/${inOneLine(ref)}, or by the commit's whole id.`,
    );
  }
}

function baseName(repository: Repository | undefined, { commit, isUnknown }: Base): string {
  if (repository !== undefined && commit !== undefined) return repository.short(commit);
  return isUnknown ? "unknown" : nothing;
}

function headName(repository: Repository | undefined): string {
  const [commit] = repository?.lastCommits() ?? [];
  if (repository === undefined || commit === undefined) return "working tree";
  return repository.isChanged()
    ? `${repository.short(commit)} with uncommitted changes`
    : repository.short(commit);
}

/** No state is read, so the base passes for what is there. */
const asIfUp = (base: string, stack: string) =>
  `Compared as if ${base} were up; where stack ${stack} is not up yet, everything is created and no traffic moves.`;

/** What one pod can't do, for an environment that the map keeps; a branch's may be gone for a moment. */
function aloneNotes({ stack, environment, settings }: Subject): string[] {
  if (environment === undefined || environment.slug !== undefined || settings.role !== "environment")
    return [];
  return settings.applications.filter(isAlone).map(({ name }) => describeAlone(stack, name));
}

/** Both programs run with the packages that are installed here, so a change of packages can't show. */
function packagesNote(repository: Repository | undefined, { commit }: Base): string | undefined {
  if (!repository || commit === undefined || !repository.differs(commit, "package-lock.json"))
    return undefined;
  return "package-lock.json differs from the base, and both sides ran with the packages installed here.";
}

/** The environments that may share load balancers with a stack: those of all branches that this clone knows. */
function sharingIn({ stack, project }: Subject): Sharing | undefined {
  const { repository, map } = project;
  const current = repository?.currentBranch();
  const branches = [...(repository?.branches() ?? []), ...(current === undefined ? [] : [current])];
  const stacks = branches.map((branch) => namesOf(branch, map).stack);
  return sharingOf(stack, stacks, settingsIn(project));
}

/** Most branches have no file of their own, and then all the same settings: they are read once. */
function settingsIn(project: Subject["project"]): (stack: string) => Settings | undefined {
  const known = new Map<string, Settings | undefined>();
  return (stack) => {
    const file = stackFileOf(project.root, stack, project.workspace) ?? "";
    if (!known.has(file)) known.set(file, settingsOf(new Subject(project, { stack })));
    return known.get(file);
  };
}

/** A stack's settings; undefined where they are wrong. */
function settingsOf(subject: Subject): Settings | undefined {
  try {
    return subject.settings;
  } catch {
    return undefined;
  }
}

/** A sentence, where a stack would cost more than its settings allow. */
function capProblem(subject: Subject, price: PriceChange | undefined): string | undefined {
  const settings = price && settingsOf(subject);
  if (price === undefined || settings === undefined || settings.role === "state") return undefined;
  const { monthlyCap } = settings;
  if (monthlyCap === undefined || price.after <= monthlyCap) return undefined;
  const { stack } = subject;
  // Rounded up: $100.40 is more than a cap of 100, and must look it.
  return `turnout:monthlyCap of stack ${stack} is ${monthlyCap}: the stack must not cost more than that many USD a month, and would cost about ${Math.ceil(price.after)}; ask for fewer or smaller pods, or raise the cap in Pulumi.${stack}.yaml.`;
}

/** Writes the file of `--out`. @throws UserError where it can't be written. */
function writeTo(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(
      `--out ${inOneLine(file)} can't be written (${wordsOf(error)}): name a file in a folder that is there and that you may write to.`,
    );
  }
}

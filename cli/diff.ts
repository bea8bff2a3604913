import { join } from "node:path";
import type { StackDiff } from "../diff/change";
import { compare } from "../diff/compare";
import { estimateOf } from "../diff/estimate";
import { evaluateCommit, evaluateFolder, type Evaluated } from "../diff/evaluate";
import { formatJson } from "../diff/format-json";
import { formatMarkdown } from "../diff/format-markdown";
import { formatText } from "../diff/format-text";
import { emptyRecording } from "../diff/recording";
import { kindOf } from "../diff/replacement";
import { settled } from "../diff/settled";
import { baseOf, type Base } from "../git/base";
import type { Repository } from "../git/repository";
import { chooseBase, nothing } from "./diff-base";
import { capProblem } from "./monthly-cap";
import { otherTreeIn } from "./other-tree";
import { writeTo } from "./out-file";
import type { Project } from "./project";
import { sharingIn } from "./sharing";
import { subjectOf, type SubjectOptions } from "./subject";

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
 * @param errors where it says that the stack would cost more than it may.
 * @returns the exit code.
 */
export async function runDiff(
  options: DiffOptions,
  project: Project,
  output: NodeJS.WritableStream,
  errors: NodeJS.WritableStream = process.stderr,
): Promise<number> {
  const diff = await diffOf(options, project);
  const text = formats[options.format](diff);
  if (options.out === undefined) output.write(text);
  else writeTo(options.out, text);
  const problem = capProblem(project.root, diff.stack, diff.price);
  if (problem !== undefined) {
    errors.write(`${problem}\n`);
    return 1;
  }
  return options.exitCode && diff.changes.length > 0 ? changed : 0;
}

async function diffOf(options: DiffOptions, project: Project): Promise<StackDiff> {
  const { root, repository, map } = project;
  const current = repository?.currentBranch();
  const subject = subjectOf(options, map, current, repository !== undefined);
  const { stack } = subject;
  const base = repository
    ? chooseBase(repository, options.base, () => baseOf(repository, subject.branch ?? current, map))
    : {};
  const before: Evaluated =
    repository && base.commit !== undefined
      ? await evaluateCommit(repository, base.commit, stack, join(root, "node_modules"))
      : { recording: emptyRecording };
  const head = await evaluateFolder(root, stack, settled(before.recording));
  const notes = [
    subject.note,
    otherTreeIn(project, subject),
    base.note,
    before.note,
    packagesNote(repository, base),
  ].filter((note) => note !== undefined);
  return {
    stack,
    base: base.commit === undefined || !repository ? nothing : repository.short(base.commit),
    head: headName(repository),
    changes: compare(before.recording, head),
    declared: head.resources.map(({ type, name }) => `${kindOf(type)} ${name}`).sort(),
    messages: head.messages,
    notes,
    ...(await estimateOf({
      base: before.recording,
      head,
      atRest: () => evaluateFolder(root, stack),
      sharing: () => sharingIn(project, stack),
    })),
  };
}

function headName(repository: Repository | undefined): string {
  const commit = repository?.commit("HEAD");
  if (repository === undefined || commit === undefined) return "working tree";
  return repository.isChanged()
    ? `${repository.short(commit)} with uncommitted changes`
    : repository.short(commit);
}

/** Both programs run with the packages that are installed here, so a change of theirs can't show. */
function packagesNote(repository: Repository | undefined, { commit }: Base): string | undefined {
  if (!repository || commit === undefined || !repository.differs(commit, "package-lock.json"))
    return undefined;
  return "package-lock.json differs from the base, and both sides ran with the packages installed here.";
}

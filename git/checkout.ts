import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Checkout, plainCheckout, plainConflicts } from "./plain-files";
import { GitError, runGit } from "./run";

/** An operation of git's that has stopped halfway, by the name of its command. */
export type Stopped = "rebase" | "am" | "merge" | "cherry-pick" | "revert" | "bisect";

/**
 * The checkout that a folder is in, read from its files or with one process of git's.
 *
 * @returns undefined where there is none. A broken one is not none: git then names its path.
 * @throws GitError where git can't read it.
 */
export const checkoutAt = (folder: string): Checkout | undefined =>
  plainCheckout(folder) ?? askedOfGit(folder);

/** The same, always by git. */
export function askedOfGit(folder: string): Checkout | undefined {
  const where = ["rev-parse", "--show-toplevel", "--show-prefix", "--absolute-git-dir"];
  const readAt = (args: readonly string[]): Checkout => {
    const lines = runGit(folder, args).output.split("\n");
    const isPlain = lines.length <= where.length; // a path may have a newline in it
    const [top = "", prefix = "", gitFolder = "", head] = isPlain
      ? lines
      : where.slice(1).map((one) => runGit(folder, ["rev-parse", one]).output);
    return { top, prefix, gitFolder, attachedBranch: branchOf(head ?? attachedTo(folder)) };
  };
  try {
    return readAt([...where, "--symbolic-full-name", "HEAD"]);
  } catch (error) {
    const { words } = error as GitError;
    if (/^fatal: not a git repository \(or any /m.test(words)) return undefined;
    if (/^fatal: ambiguous argument 'HEAD'/m.test(words)) return readAt(where); // no commit yet
    throw unreadable(folder, error as GitError);
  }
}

const unreadable = (folder: string, { words, sentence }: GitError) =>
  new GitError(
    words,
    `Git can't read the checkout in ${folder}; nothing was done. Make \`git status\` work there first: ${sentence}`,
  );

/**
 * Whether a file of a checkout is left with both sides of a merge in it, which only its index knows.
 *
 * @throws GitError where git can't read that.
 */
export function hasConflictsIn(top: string): boolean {
  try {
    return plainConflicts(top) ?? runGit(top, ["ls-files", "--unmerged"]).output !== "";
  } catch (error) {
    throw unreadable(top, error as GitError);
  }
}

/** The ref that HEAD is attached to, for where git doesn't tell it with the rest: another ref may be called HEAD. */
function attachedTo(folder: string): string | undefined {
  try {
    return runGit(folder, ["symbolic-ref", "--quiet", "HEAD"]).output;
  } catch {
    return undefined;
  }
}

const branchOf = (ref: string | undefined) => /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1];

/** As git's own `wt_status_get_state` (wt-status.c) looks for them, in its order. */
export function stoppedIn(gitFolder: string): Stopped | undefined {
  const traces: readonly (readonly [file: string, operation: Stopped])[] = [
    ["MERGE_HEAD", "merge"],
    ["rebase-apply/applying", "am"],
    ["rebase-apply", "rebase"],
    ["rebase-merge", "rebase"],
    ["CHERRY_PICK_HEAD", "cherry-pick"],
    ["REVERT_HEAD", "revert"],
    ["BISECT_LOG", "bisect"],
  ];
  const found = traces.find(([file]) => existsSync(join(gitFolder, file)))?.[1];
  if (found !== undefined) return found;
  // Between two of several commits; the first word of the file is the command.
  const todo = join(gitFolder, "sequencer/todo");
  if (!existsSync(todo)) return undefined;
  return readFileSync(todo, "utf8").startsWith("revert") ? "revert" : "cherry-pick";
}

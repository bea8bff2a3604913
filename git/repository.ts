import { join } from "node:path";
import { isOfMergeQueue } from "../naming/match";
import { checkoutAt, hasConflictsIn, stoppedIn, type Stopped } from "./checkout";
import { exportCommit, type Exported } from "./export";
import { ownBranches, trackedBranches } from "./refs";
import { GitError, runGit } from "./run";

/** A git checkout, read and never written. HEAD is as it was when the checkout was opened. */
export interface Repository {
  /** The branch that HEAD is attached to, so that what is committed now goes there; undefined on a detached HEAD. */
  readonly attachedBranch: string | undefined;
  /** What has stopped halfway here, so that neither HEAD nor the working tree needs to be a branch's. */
  readonly stopped: Stopped | undefined;
  /**
   * The branch that is checked out; on a detached HEAD the one branch of the project's own that points there, if it is
   * one and nothing has stopped halfway. The branch of a merge queue, which lives for minutes, is none.
   */
  currentBranch(): string | undefined;
  /** Full ids of the commit that is checked out and of its first parent, as far as this clone knows them. */
  lastCommits(): readonly [head?: string, parent?: string];
  /** Whether history ends in this clone before it ended in truth. */
  isShallow(): boolean;
  /** Full id of the commit a revision means; undefined where it means none here. @throws GitError where it may mean two. */
  commit(revision: string): string | undefined;
  short(commit: string): string;
  /**
   * The last commit that HEAD shares with any of these branches, in this clone or of any remote: each of them may lie
   * behind. Undefined where that isn't known (a shallow clone, say).
   */
  lastShared(branches: readonly string[]): string | undefined;
  /** Every branch of the project's own known here, local and remote, each once; without those of a merge queue. */
  branches(): string[];
  /** Address of the remote `origin`; undefined where there is none. */
  remote(): string | undefined;
  /** Something differs from the last commit. */
  isChanged(): boolean;
  /**
   * A file is left with both sides of a merge in it, as by `git stash pop` too, which leaves no other trace.
   *
   * @throws GitError where git can't read the index.
   */
  hasConflicts(): boolean;
  /** Whether a file of the project differs between a commit and the working tree. */
  differs(commit: string, file: string): boolean;
  /** Writes the files of a commit into an empty folder as a clone would have them, without touching the checkout. */
  exportTo(commit: string, folder: string): Exported;
}

/**
 * Opens the checkout that a folder is in, with at most one process of git's.
 *
 * @returns undefined where git says that the folder is in no checkout.
 * @throws GitError where git can't read it: somebody else's clone, a worktree whose clone is elsewhere, no git.
 */
export function openRepository(folder: string): Repository | undefined {
  const git = (...args: string[]) => runGit(folder, args).output;
  const maybe = (...args: string[]) => {
    try {
      return git(...args) || undefined;
    } catch {
      return undefined;
    }
  };
  const lines = (...args: string[]) => maybe(...args)?.split("\n") ?? [];
  const checkout = checkoutAt(folder);
  if (checkout === undefined) return undefined;
  const { prefix, gitFolder, attachedBranch } = checkout;
  const stopped = stoppedIn(gitFolder);
  const tracked = (...args: string[]) => {
    const refs = lines("for-each-ref", "--format=%(refname)", ...args);
    return trackedBranches(refs, refs.length === 0 ? [] : (configured ??= lines(...remotes)));
  };
  const own = (...args: string[]) =>
    ownBranches(tracked(...args)).filter((branch) => !isOfMergeQueue(branch));
  let configured: string[] | undefined;
  const short = new Map<string, string>();
  let current: { readonly branch: string | undefined } | undefined;
  let last: readonly [head?: string, parent?: string] | undefined;
  const readCurrent = () => {
    if (attachedBranch !== undefined) return isOfMergeQueue(attachedBranch) ? undefined : attachedBranch;
    return stopped === undefined ? only(own("--points-at=HEAD")) : undefined;
  };
  const readLast = () => {
    // Each commit's line of two ids comes after one that says `commit <id>`; only git 2.33 and newer can leave that out.
    const found = lines("rev-list", "--first-parent", "--max-count=2", "--format=%H %h", "HEAD", "--")
      .filter((line) => !line.startsWith("commit "))
      .map((line) => line.split(" ") as [id: string, short: string]);
    for (const [id, abbreviated] of found) short.set(id, abbreviated);
    return found.map(([id]) => id) as [string?, string?];
  };

  return {
    attachedBranch,
    stopped,
    currentBranch: () => (current ??= { branch: readCurrent() }).branch,
    lastCommits: () => (last ??= readLast()),
    isShallow: () => maybe("rev-parse", "--is-shallow-repository") === "true",
    commit: (revision) => commitOf(folder, revision),
    short: (commit) => {
      const known = short.get(commit) ?? git("rev-parse", "--short", commit);
      short.set(commit, known);
      return known;
    },
    lastShared: (branches) => {
      const patterns = branches.flatMap((branch) => [`refs/heads/${branch}`, `refs/remotes/**/${branch}`]);
      if (patterns.length === 0) return undefined;
      // A fork's branch that has HEAD in it is looked at, and not what HEAD merges into.
      const ahead = tracked("--no-contains=HEAD", ...patterns);
      const tips = [...tracked(...patterns).filter(({ isOwn }) => isOwn), ...ahead]
        .filter(({ branch }) => branches.includes(branch))
        .map(({ ref }) => ref);
      // The best common ancestors of HEAD and a merge of all the others (git-merge-base(1)).
      const bases = tips.length === 0 ? [] : lines("merge-base", "--all", "HEAD", ...tips);
      return bases.length < 2 ? bases[0] : git("rev-list", "--no-walk", "--max-count=1", ...bases.sort());
    },
    branches: () => own(),
    remote: () => maybe("config", "--get", "remote.origin.url"),
    isChanged: () => (maybe("status", "--porcelain", "--", ".") ?? "") !== "",
    hasConflicts: () => hasConflictsIn(checkout.top),
    differs: (commit, file) => maybe("diff", "--name-only", commit, "--", file) !== undefined,
    exportTo: (commit, target) => {
      const { missing } = exportCommit(checkout, commit, target);
      return { folder: join(target, prefix), missing };
    },
  };
}

/** Where the remotes' own configuration says what they fetch. */
const remotes = ["config", "--get-regexp", "^remote\\..*\\.fetch$"];

const only = (list: readonly string[]) => (list.length === 1 ? list[0] : undefined);

function commitOf(folder: string, revision: string): string | undefined {
  const args = ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`];
  const { output, words } = orWords(() => runGit(folder, ["-c", "core.warnAmbiguousRefs=true", ...args]));
  if (/^(warning: refname '(?!HEAD')|error: short object ID ).* is ambiguous/m.test(words))
    throw new GitError(words);
  return output || undefined;
}

function orWords(run: () => ReturnType<typeof runGit>): ReturnType<typeof runGit> {
  try {
    return run();
  } catch (error) {
    return { output: "", words: (error as GitError).words };
  }
}

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { branchNames } from "./branch-names";
import { GitError, sentenceOf, wordsOf } from "./git-error";

export { GitError } from "./git-error";

/** A git checkout, read and never written. */
export interface Repository {
  /** The branch that is checked out; on a detached HEAD the one branch that points there, if it is one. */
  currentBranch(): string | undefined;
  /** The branch that HEAD is attached to, so that what is committed now goes there; undefined on a detached HEAD. */
  attachedBranch(): string | undefined;
  /** Full id of the commit a ref means; undefined where it means none here. */
  commit(ref: string): string | undefined;
  short(commit: string): string;
  /** Where two commits last were one; undefined where that isn't known (a shallow clone, say). */
  mergeBase(a: string, b: string): string | undefined;
  /** Every branch known here, local and remote, each once, without its remote's name. */
  branches(): string[];
  /** Something differs from the last commit. */
  isChanged(): boolean;
  /** Whether a file of the project differs between a commit and the working tree. */
  differs(commit: string, file: string): boolean;
  /**
   * Writes the files of a commit into an empty folder, without touching the checkout.
   * @returns where in it the project lies.
   */
  exportTo(commit: string, folder: string): string;
}

/**
 * @returns undefined where git says that the folder is in no checkout.
 * @throws GitError where it can't tell: somebody else's clone, a worktree whose clone is elsewhere, no git.
 */
export function openRepository(folder: string): Repository | undefined {
  const git = (...args: string[]) => run(folder, args);
  const maybe = (...args: string[]) => {
    try {
      return git(...args) || undefined;
    } catch {
      return undefined;
    }
  };
  const top = topOf(folder);
  if (top === undefined) return undefined;
  const prefix = maybe("rev-parse", "--show-prefix") ?? "";
  const refs = (...args: string[]) =>
    (maybe("for-each-ref", "--format=%(refname)", ...args) ?? "").split("\n").filter(Boolean);
  const attachedBranch = () => maybe("symbolic-ref", "--quiet", "--short", "HEAD");

  return {
    currentBranch: () => attachedBranch() ?? only(branchNames(refs("--points-at=HEAD"))),
    attachedBranch,
    commit: (ref) => maybe("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`),
    short: (commit) => git("rev-parse", "--short", commit),
    mergeBase: (a, b) => maybe("merge-base", a, b),
    branches: () => branchNames(refs()),
    isChanged: () => (maybe("status", "--porcelain", "--", ".") ?? "") !== "",
    differs: (commit, file) => maybe("diff", "--name-only", commit, "--", file) !== undefined,
    exportTo: (commit, target) => {
      const index = { GIT_INDEX_FILE: join(target, ".index") };
      run(top, ["read-tree", commit], index);
      run(top, ["checkout-index", "--all", `--prefix=${target}/`], index);
      return join(target, prefix);
    },
  };
}

/** The top folder of a checkout; undefined where there is none. A broken one is not none: git then names its path. */
function topOf(folder: string): string | undefined {
  try {
    return execute(folder, ["rev-parse", "--show-toplevel"]);
  } catch (error) {
    const words = wordsOf(error);
    if (/^fatal: not a git repository \(or any /m.test(words)) return undefined;
    throw new GitError(
      `Git can't read the checkout in ${folder}; nothing was done. Make \`git status\` work there first: ${sentenceOf(words)}`,
    );
  }
}

const only = (list: readonly string[]) => (list.length === 1 ? list[0] : undefined);

/** @throws GitError with git's own words. */
function run(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  try {
    return execute(cwd, args, environment);
  } catch (error) {
    throw new GitError(`git ${args.join(" ")}: ${wordsOf(error)}`);
  }
}

/** Arguments go as a vector, never through a shell: a branch's name may be anything. */
function execute(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  return execFileSync("git", args, {
    cwd,
    // What git says is looked at, so it must not be translated.
    env: { ...process.env, LC_ALL: "C", ...environment },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  }).trimEnd();
}

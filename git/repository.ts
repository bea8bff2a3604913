import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** A git checkout, read and never written. */
export interface Repository {
  /** The branch that is checked out; on a detached HEAD the one branch that points there, if it is one. */
  currentBranch(): string | undefined;
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

/** Git's own words when a command of it fails, which callers turn into a plain sentence or do without. */
export class GitError extends Error {}

/** @returns undefined where the folder is in no checkout, or there is no git. */
export function openRepository(folder: string): Repository | undefined {
  const git = (...args: string[]) => run(folder, args);
  const maybe = (...args: string[]) => {
    try {
      return git(...args) || undefined;
    } catch {
      return undefined;
    }
  };
  const top = maybe("rev-parse", "--show-toplevel");
  if (top === undefined) return undefined;
  const prefix = maybe("rev-parse", "--show-prefix") ?? "";
  const refs = (...args: string[]) =>
    (maybe("for-each-ref", "--format=%(refname)", ...args) ?? "").split("\n").filter(Boolean);

  return {
    currentBranch: () =>
      maybe("symbolic-ref", "--quiet", "--short", "HEAD") ?? only(names(refs("--points-at=HEAD"))),
    commit: (ref) => maybe("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`),
    short: (commit) => git("rev-parse", "--short", commit),
    mergeBase: (a, b) => maybe("merge-base", a, b),
    branches: () => names(refs()),
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

/** Branches behind refs; a remote's HEAD is only a pointer to another one. */
function names(refs: readonly string[]): string[] {
  const found = refs.flatMap(
    (ref) => /^refs\/heads\/(.+)$|^refs\/remotes\/[^/]+\/(?!HEAD$)(.+)$/.exec(ref)?.slice(1) ?? [],
  );
  return [...new Set(found.filter((name) => name !== undefined))].sort();
}

const only = (list: readonly string[]) => (list.length === 1 ? list[0] : undefined);

/** Arguments go as a vector, never through a shell: a branch's name may be anything. */
function run(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  try {
    return execFileSync("git", args, {
      cwd,
      env: { ...process.env, ...environment },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
    }).trimEnd();
  } catch (error) {
    throw new GitError(
      `git ${args.join(" ")}: ${String((error as { stderr?: string }).stderr ?? error).trim()}`,
    );
  }
}

import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Git's own words when a command of it fails, which callers turn into a plain sentence or do without. */
export class GitError extends Error {}

/** A git checkout, read and never written. HEAD is as it was when the checkout was opened. */
export interface Repository {
  /** The branch that HEAD is attached to, so that what is committed now goes there; undefined on a detached HEAD. */
  readonly attachedBranch: string | undefined;
  /** The branch that is checked out; on a detached HEAD the one branch that points there, if it is one. */
  currentBranch(): string | undefined;
  /** Full ids of the commit that is checked out and of its first parent, as far as this clone knows them. */
  lastCommits(): readonly [head?: string, parent?: string];
  /** Full id of the commit a revision means; undefined where it means none here. */
  commit(revision: string): string | undefined;
  /** Full ids of the commits behind full refs, of all that are there, by ref. */
  tips(refs: readonly string[]): ReadonlyMap<string, string>;
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
 * Opens the checkout that a folder is in, with one process of git's.
 *
 * @returns undefined where git says that the folder is in no checkout.
 * @throws GitError where git can't read it: somebody else's clone, a worktree whose clone is elsewhere, no git.
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
  const lines = (...args: string[]) => maybe(...args)?.split("\n") ?? [];
  const place = placeOf(folder);
  if (place === undefined) return undefined;
  const { top, prefix, attachedBranch } = place;
  const refs = (...args: string[]) => lines("for-each-ref", "--format=%(refname)", ...args);
  const short = new Map<string, string>();
  let current: { readonly branch: string | undefined } | undefined;
  let last: readonly [head?: string, parent?: string] | undefined;
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
    currentBranch: () =>
      (current ??= { branch: attachedBranch ?? only(branchNames(refs("--points-at=HEAD"))) }).branch,
    lastCommits: () => (last ??= readLast()),
    commit: (revision) =>
      maybe("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`),
    tips: (wanted) => {
      if (wanted.length === 0) return new Map();
      const found = lines("for-each-ref", "--format=%(objectname) %(refname)", ...wanted);
      return new Map(
        found.map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]),
      );
    },
    short: (commit) => {
      const known = short.get(commit) ?? git("rev-parse", "--short", commit);
      short.set(commit, known);
      return known;
    },
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

interface Place {
  /** The top folder of the checkout. */
  readonly top: string;
  /** Where in it the folder lies. */
  readonly prefix: string;
  readonly attachedBranch: string | undefined;
}

/** Undefined where there is no checkout. A broken one is not none: git then names its path. */
function placeOf(folder: string): Place | undefined {
  const where = ["rev-parse", "--show-toplevel", "--show-prefix"];
  try {
    const [top = "", prefix = "", head] = execute(folder, [...where, "--symbolic-full-name", "HEAD"]).split(
      "\n",
    );
    return { top, prefix, attachedBranch: branchOf(head) };
  } catch (error) {
    const words = wordsOf(error);
    if (/^fatal: not a git repository \(or any /m.test(words)) return undefined;
    if (/^fatal: ambiguous argument 'HEAD'/m.test(words)) {
      const [top = "", prefix = ""] = execute(folder, where).split("\n");
      return { top, prefix, attachedBranch: branchOf(execute(folder, ["symbolic-ref", "HEAD"])) }; // no commit yet
    }
    throw new GitError(
      `Git can't read the checkout in ${folder}; nothing was done. Make \`git status\` work there first: ${sentenceOf(words)}`,
    );
  }
}

const branchOf = (head: string | undefined) => /^refs\/heads\/(.+)$/.exec(head ?? "")?.[1];

/**
 * Branches behind refs. A remote's HEAD is only a pointer to another one, and a pull request, which GitHub's checkout
 * fetches to `refs/remotes/pull/<number>/merge`, is none.
 */
function branchNames(refs: readonly string[]): string[] {
  const found = refs
    .filter((ref) => !/^refs\/remotes\/(pull\/\d+\/(merge|head)|[^/]+\/HEAD)$/.test(ref))
    .flatMap((ref) => /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? []);
  return [...new Set(found)].sort();
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
    // Git's messages are parsed, so they must not be translated.
    env: { ...process.env, LC_ALL: "C", ...environment },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  }).trimEnd();
}

/** Git's error message; `error` as Node's `execFileSync` throws it. */
function wordsOf(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: unknown };
  if (code === "ENOENT") return "there is no git on PATH";
  return String(stderr ?? error).trim();
}

/** Git's error message on one line: the problem, then the advice. */
const sentenceOf = (words: string): string =>
  words
    .replace(/^fatal: /gm, "")
    .replace(/([^.:\s])\s*\n/g, "$1.\n")
    .replace(/\s+/g, " ");

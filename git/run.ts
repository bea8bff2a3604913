import { spawnSync } from "node:child_process";

/** Git's own words when a command of it fails, which callers turn into a plain sentence or do without. */
export class GitError extends Error {
  constructor(
    /** What git wrote to stderr. */
    readonly words: string,
    message = words,
  ) {
    super(message);
  }

  /** Its words on one line: the problem, then the advice. */
  get sentence(): string {
    return this.words
      .replace(/^fatal: /gm, "")
      .replace(/([^.:\s])\s*\n/g, "$1.\n")
      .replace(/\s+/g, " ");
  }
}

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** What git gets on stdin. */
  readonly input?: string;
}

/** In a hook of git's these name the checkout that the hook is about, and it is the folder here that says which one. */
const ofHooks = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_NAMESPACE",
];

/**
 * Runs git. Arguments go as a vector, never through a shell: a branch's name may be anything.
 *
 * @returns what it wrote, without the newline at the end, and its warnings.
 * @throws GitError where it fails, or isn't there.
 */
export function runGit(
  cwd: string,
  args: readonly string[],
  { environment, input = "" }: RunOptions = {},
): { readonly output: string; readonly words: string } {
  const own = Object.entries(process.env).filter(([name]) => !ofHooks.includes(name));
  const { error, status, stdout, stderr } = spawnSync("git", args, {
    cwd,
    // Git's messages are parsed, so they must not be translated. Nothing is written to the clone, not even what git has
    // found out about the index; and nobody is there to be asked for a password.
    env: {
      ...Object.fromEntries(own),
      LC_ALL: "C",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_TERMINAL_PROMPT: "0",
      ...environment,
    },
    encoding: "utf8",
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined || status !== 0) {
    const isMissing = error !== undefined && "code" in error && error.code === "ENOENT";
    const words = isMissing ? "there is no git on PATH" : (error?.message ?? stderr.trim());
    throw new GitError(words, `git ${args.join(" ")}: ${words}`);
  }
  return { output: stdout.trimEnd(), words: stderr };
}

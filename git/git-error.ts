/** Git's own words when a command of it fails, which callers turn into a plain sentence or do without. */
export class GitError extends Error {}

/** What git said before it failed; `error` as Node's `execFileSync` throws it. */
export function wordsOf(error: unknown): string {
  const { code, stderr } = error as { code?: unknown; stderr?: unknown };
  if (code === "ENOENT") return "there is no git on PATH";
  return String(stderr ?? error).trim();
}

/** The same on one line: git says what is wrong, and on further lines what to do. */
export const sentenceOf = (words: string): string =>
  words
    .replace(/^fatal: /gm, "")
    .replace(/([^.:\s])\s*\n/g, "$1.\n")
    .replace(/\s+/g, " ");

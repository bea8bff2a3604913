import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/*
 * Answers from git's own files, without a process of git's, for which a rollback would wait. Only for a checkout of the
 * plainest kind: in any other case, and where anything is not as expected, there is no answer and git is asked. The
 * formats are those of gitrepository-layout(5), gitformat-index(5) and of the rules in git's setup.c.
 */

/** A checkout of a clone. */
export interface Checkout {
  /** The top folder of the checkout. */
  readonly top: string;
  /** Where in it the folder lies. */
  readonly prefix: string;
  /** Where git keeps what is this checkout's, such as its HEAD. */
  readonly gitFolder: string;
  readonly attachedBranch: string | undefined;
}

/** The checkout that a folder is in. @returns undefined where git must be asked. */
export function plainCheckout(folder: string): Checkout | undefined {
  try {
    return isPlainEnvironment(process.env) ? checkoutAbove(realpathSync(folder)) : undefined;
  } catch {
    return undefined;
  }
}

/** Variables that are about the checkout of a hook, which git/run.ts takes away, or about nothing that is read here. */
const harmless =
  /^GIT_(DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|NAMESPACE|(AUTHOR|COMMITTER)_\w+|(SEQUENCE_)?EDITOR|PAGER|ASKPASS|SSH(_COMMAND)?|(SSL|HTTP|PROXY|TRACE|PS1)\w*|TERMINAL_PROMPT|OPTIONAL_LOCKS)$/;

const isPlainEnvironment = (environment: NodeJS.ProcessEnv) =>
  process.platform !== "win32" &&
  Object.keys(environment).every((name) => !name.startsWith("GIT_") || harmless.test(name));

function checkoutAbove(folder: string): Checkout | undefined {
  let top = folder;
  for (; !existsSync(join(top, ".git")); top = dirname(top))
    if (top === dirname(top) || existsSync(join(top, "HEAD"))) return undefined; // no checkout, or in one's own .git
  const gitFolder = join(top, ".git");
  const [own, ...rest] = [gitFolder, top, folder].map((path) => lstatSync(path));
  const isMine = (stat: typeof own) => stat?.uid === process.geteuid?.() && stat?.dev === own?.dev;
  if (!own?.isDirectory() || ![own, ...rest].every(isMine)) return undefined;
  if (existsSync(join(gitFolder, "commondir")) || !isPlainConfig(textOf(gitFolder, "config")))
    return undefined;
  if (!["objects", "refs"].every((name) => lstatSync(join(gitFolder, name)).isDirectory())) return undefined;
  const head = /^(?:ref: refs\/heads\/([\w./+@#-]+)|[\da-f]{40})\n$/.exec(textOf(gitFolder, "HEAD"));
  if (head === null) return undefined;
  const [, attachedBranch] = head;
  const loose = join("refs/heads", attachedBranch ?? "");
  const isDirect =
    attachedBranch === undefined ||
    !existsSync(join(gitFolder, loose)) ||
    /^[\da-f]{40}\n$/.test(textOf(gitFolder, loose));
  // The name that stands for all branches in git's table format.
  if (!isDirect || attachedBranch === ".invalid") return undefined;
  const prefix = relative(top, folder).split(sep).filter(Boolean);
  return { top, prefix: prefix.map((name) => `${name}/`).join(""), gitFolder, attachedBranch };
}

const textOf = (folder: string, file: string) => readFileSync(join(folder, file), "utf8");

/** Without anything that moves the files of a checkout, changes their format or includes more configuration. */
function isPlainConfig(text: string): boolean {
  const lines = text.split("\n").map((line) => line.trim());
  return (
    lines.every((line) => /^(|[#;].*|\[[\w.-]+( "[^"\\]*")?\]|[a-z][\w-]*\s*=[^"\\]*)$/i.test(line)) &&
    lines.some((line) => /^repositoryformatversion\s*=\s*0$/i.test(line)) &&
    !lines.some(
      (line) => /^(\[(extensions|include)|worktree\b)/i.test(line) || /^bare\b(?!\s*=\s*false$)/i.test(line),
    )
  );
}

/** Whether the index has a file with both sides of a merge. @returns undefined where git must be asked. */
export function plainConflicts(top: string): boolean | undefined {
  try {
    const index = join(top, ".git", "index");
    if (plainCheckout(top)?.top !== top) return undefined;
    return existsSync(index) ? hasStages(readFileSync(index)) : false;
  } catch {
    return undefined;
  }
}

/** Of an index in the versions 2 and 3; of one that is split or has what this doesn't know, undefined. */
export function hasStages(index: Buffer): boolean | undefined {
  const [signature, version, count] = [
    index.toString("latin1", 0, 4),
    index.readUInt32BE(4),
    index.readUInt32BE(8),
  ];
  if (signature !== "DIRC" || (version !== 2 && version !== 3)) return undefined;
  const end = index.length - 20; // then a hash of it all
  let at = 12;
  let found = false;
  for (let entry = 0; entry < count; entry++) {
    const flags = index.readUInt16BE(at + 60); // after times, owner, size and id
    if ((flags & 0x3000) !== 0) found = true;
    const name = at + 62 + ((flags & 0x4000) === 0 ? 0 : 2);
    const nul = (flags & 0xfff) < 0xfff ? name + (flags & 0xfff) : index.indexOf(0, name);
    if (index[nul] !== 0) return undefined;
    at += (nul - at + 8) & ~7;
  }
  for (; at < end; at += 8 + index.readUInt32BE(at + 4))
    if (!/^[A-Z]/.test(index.toString("latin1", at, at + 1))) return undefined; // such as `link`, of a split index
  return at === end ? found : undefined;
}

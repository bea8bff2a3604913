import { copyFileSync, existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "./plain-files";
import { runGit } from "./run";

/** A commit's files in a folder. */
export interface Exported {
  /** Where in it the project lies. */
  readonly folder: string;
  /** Everything that could not be written as a clone would have it, as sentences. */
  readonly missing: readonly string[];
}

type Where = Pick<Checkout, "top" | "gitFolder">;

/** Settings of a person's that would write to the clone, or run their code. */
const quiet = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.splitIndex=false"];

/**
 * Writes a commit's files into an empty folder, as a clone would have them: by the attributes of the commit, not the
 * checkout's, and with its submodules. What filters write (LFS above all) is taken from the checkout where it is the same
 * there.
 *
 * @param mark content of the file `.git` that says where the checkout begins, as it does in a clone.
 * @throws GitError where git can't write the commit.
 */
export function exportCommit(
  checkout: Where,
  commit: string,
  target: string,
  mark = "",
): { readonly missing: readonly string[] } {
  // Git looks for a file's attributes in the folder it writes to, then in the index. No commit has a file of this name.
  const index = join(target, ".git");
  const environment = { GIT_DIR: checkout.gitFolder, GIT_WORK_TREE: target, GIT_INDEX_FILE: index };
  const git = (args: readonly string[], settings: readonly string[] = [], input?: string) =>
    runGit(target, [...[...quiet, ...settings].flatMap((one) => ["-c", one]), ...args], {
      environment,
      ...(input !== undefined && { input }),
    });
  try {
    git(["read-tree", commit]);
    return {
      missing: [
        ...writeFiles(checkout, commit, target, git),
        ...(existsSync(join(target, ".gitmodules")) ? writeSubmodules(checkout, commit, target, git) : []),
      ],
    };
  } finally {
    writeFileSync(index, mark);
  }
}

type Git = (
  args: readonly string[],
  settings?: readonly string[],
  input?: string,
) => ReturnType<typeof runGit>;

/**
 * Writes all files. Whoever made the checkout may have left filters out (CI does, by `GIT_LFS_SKIP_SMUDGE`): so a file with
 * a filter comes from there where it is the same, and only the others from the filter.
 */
function writeFiles({ top }: Where, commit: string, target: string, git: Git): string[] {
  const check = ["check-attr", "--cached", "-z", "--stdin", "filter"];
  const filters = filtersOf(git(check, [], git(["ls-files", "-z"]).output).output);
  const off = [...new Set(filters.values())].flatMap((filter) => [
    `filter.${filter}.smudge=`,
    `filter.${filter}.process=`,
    `filter.${filter}.required=false`,
  ]);
  const same = sameFiles(top, commit, filters);
  const write = () => {
    git(["checkout-index", "--all", "--force"], off);
    for (const path of same) copyFileSync(join(top, path), join(target, path));
  };
  write();
  const others = [...filters.keys()].filter((path) => !same.has(path)).sort();
  if (others.length === 0) return [];
  try {
    // A filter that isn't required fails without an error: git takes the file as it is stored.
    const { words } = git(["checkout-index", "--force", "-z", "--stdin"], [], others.join("\0"));
    if (!/^error: external filter /m.test(words)) return [];
  } catch {
    write();
  }
  return [
    `A filter of git's failed (run \`git lfs fetch --all\` where it is LFS), so of the base these files are compared as git stores them: ${shortList(others)}.`,
  ];
}

const shown = 5; // names

const shortList = (names: readonly string[]) =>
  names.slice(0, shown).join(", ") + (names.length > shown ? ` and ${names.length - shown} more` : "");

/** The filters of files by their paths, as `git check-attr -z` has them. */
function filtersOf(checked: string): ReadonlyMap<string, string> {
  const fields = checked.split("\0");
  return new Map(
    fields.flatMap((path, at): [string, string][] => {
      const filter = fields[at + 2];
      const isNone = filter === undefined || ["unspecified", "unset", "set", ""].includes(filter);
      return at % 3 !== 0 || isNone ? [] : [[path, filter]];
    }),
  );
}

/** Those of a commit's files with filters that are the same in the checkout, as far as that is known. */
function sameFiles(top: string, commit: string, filters: ReadonlyMap<string, string>): ReadonlySet<string> {
  const changed = filters.size === 0 ? undefined : changedFiles(top, commit);
  if (changed === undefined) return new Set();
  const input = [...filters.keys()].join("\0");
  const here = filtersOf(runGit(top, ["check-attr", "-z", "--stdin", "filter"], { input }).output);
  const isSame = ([path, filter]: [string, string]) =>
    !changed.has(path) &&
    here.get(path) === filter &&
    lstatSync(join(top, path), { throwIfNoEntry: false })?.isFile();
  return new Set([...filters].filter(isSame).map(([path]) => path));
}

/** The files that differ between a commit and the checkout; undefined where that isn't known, because a filter fails. */
function changedFiles(top: string, commit: string): ReadonlySet<string> | undefined {
  try {
    const { output } = runGit(top, [
      "diff",
      "--name-only",
      "--no-renames",
      "--ignore-submodules=dirty",
      "-z",
      commit,
      "--",
    ]);
    return new Set(output.split("\0"));
  } catch {
    return undefined;
  }
}

/** Writes the submodules that the checkout has, or had. */
function writeSubmodules(checkout: Where, commit: string, target: string, git: Git): string[] {
  const entries = git(["ls-files", "--stage", "-z"]).output.split("\0");
  return entries.flatMap((entry) => {
    const [, pinned, path] = /^160000 ([0-9a-f]+) 0\t([^]+)$/.exec(entry) ?? [];
    if (pinned === undefined || path === undefined) return [];
    const own = submoduleAt(checkout, path);
    if (own === undefined) {
      // One that isn't checked out is an empty folder on both sides.
      const isSame =
        existsSync(join(checkout.top, path)) && changedFiles(checkout.top, commit)?.has(path) === false;
      return isSame
        ? []
        : [`Submodule ${path} isn't checked out here, so what the base has in it is not compared.`];
    }
    try {
      return exportCommit(own, pinned, join(target, path), own.mark).missing;
    } catch {
      return [
        `Submodule ${path} has no commit ${pinned.slice(0, 7)} here, so what the base has in it is missing: run \`git -C ${path} fetch origin ${pinned}\`.`,
      ];
    }
  });
}

/** A submodule's checkout, and the content of its file `.git`, which is part of the build contexts that it is in. */
function submoduleAt(checkout: Where, path: string): (Where & { readonly mark: string }) | undefined {
  const top = join(checkout.top, path);
  const file = join(top, ".git");
  if (existsSync(file)) {
    const gitFolder = runGit(top, ["rev-parse", "--absolute-git-dir"]).output;
    return { top, gitFolder, mark: lstatSync(file).isFile() ? readFileSync(file, "utf8") : "" };
  }
  const left = join(checkout.gitFolder, "modules", path); // of one that was removed
  return !existsSync(top) && existsSync(left) ? { top, gitFolder: left, mark: "" } : undefined;
}

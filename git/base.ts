import type { BranchMap } from "../naming/branch-map";
import type { Repository } from "./repository";

/** The commit that a branch is compared with. */
export interface Base {
  /** Full id; undefined where there is nothing to compare with. */
  readonly commit?: string | undefined;
  /** There is one, but not in this clone. */
  readonly isUnknown?: true;
  /** Why it is another commit than usual, or none, as a sentence. */
  readonly note?: string;
}

/**
 * Where a branch left the branch that it merges into: all that came after is what its pull request changes. Where that
 * can't be found, the previous commit is used, and where there is none, nothing.
 */
export function baseOf(repository: Repository, branch: string | undefined, map: BranchMap): Base {
  const targets = mergesInto(branch, map);
  const commit = repository.lastShared(targets);
  if (commit !== undefined) return { commit };
  const subject = branch === undefined ? "this commit" : `branch ${branch}`;
  const why =
    targets.length === 0
      ? `${branch === undefined ? "This commit" : `Branch ${branch}`} merges into no other`
      : `Where ${subject} left ${targets.join(" or ")} is not known in this clone`;
  const [head, previous] = repository.lastCommits();
  if (previous !== undefined) return { commit: previous, note: `${why}; compared with the previous commit.` };
  if (head !== undefined && repository.isShallow())
    return {
      isUnknown: true,
      note: `${why}, and no earlier commit is here: fetch more of it (\`git fetch --unshallow\`), or name a commit with --base.`,
    };
  return { note: `${why}, and there is no earlier commit; everything is shown as new.` };
}

/** The branches that take merges from this one: those that name it, else those that take anything. */
function mergesInto(branch: string | undefined, map: BranchMap): string[] {
  const takers = (wanted: (from: readonly string[]) => boolean) =>
    map.rules
      .filter((rule) => wanted([rule.acceptsMergesFrom].flat()))
      .flatMap((rule) => rule.branch)
      .filter((target) => target !== branch && !target.includes("*"));
  const named = branch === undefined ? [] : takers((from) => from.includes(branch));
  const kept = branch !== undefined && map.rules.flatMap((rule) => rule.branch).includes(branch);
  return named.length > 0 || kept ? named : takers((from) => from.includes("anything"));
}

import type { BranchMap } from "../naming/branch-map";
import type { Repository } from "./repository";

/** The commit that a branch is compared with. */
export interface Base {
  /** Full id; undefined where there is nothing to compare with. */
  readonly commit?: string | undefined;
  /** Why it is another commit than usual, as a sentence. */
  readonly note?: string;
}

/**
 * Where a branch left the branch that it merges into: all that came after is what its pull request changes. Where that
 * can't be found, the previous commit is used, and where there is none, nothing.
 */
export function baseOf(repository: Repository, branch: string | undefined, map: BranchMap): Base {
  const targets = mergesInto(branch, map);
  const subject = branch === undefined ? "this commit" : `branch ${branch}`;
  const refs = targets.flatMap((target) => [`refs/remotes/origin/${target}`, `refs/heads/${target}`]);
  const tips = repository.tips(refs);
  for (const ref of refs) {
    const commit = tips.get(ref);
    const base = commit === undefined ? undefined : repository.mergeBase(commit, "HEAD");
    if (base !== undefined) return { commit: base };
  }
  const why =
    targets.length === 0
      ? `${branch === undefined ? "This commit" : `Branch ${branch}`} merges into no other`
      : `Where ${subject} left ${targets.join(" or ")} is not known in this clone`;
  const [, previous] = repository.lastCommits();
  if (previous !== undefined) return { commit: previous, note: `${why}; compared with the previous commit.` };
  return { note: `${why}, and there is no earlier commit here; everything is shown as new.` };
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

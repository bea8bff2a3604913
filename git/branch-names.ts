/**
 * Branches behind refs. A remote's HEAD is only a pointer to another one, and a pull request, which GitHub's checkout
 * fetches to `refs/remotes/pull/<number>/merge`, is none.
 */
export function branchNames(refs: readonly string[]): string[] {
  const found = refs
    .filter((ref) => !/^refs\/remotes\/(pull\/\d+\/(merge|head)|[^/]+\/HEAD)$/.test(ref))
    .flatMap((ref) => /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? []);
  return [...new Set(found)].sort();
}

/** A branch behind a ref. */
export interface Tracked {
  readonly ref: string;
  readonly branch: string;
  /**
   * Whether it is the project's own: of this clone, of the remotes `origin` and `upstream`, or of the only remote, whatever
   * its name. Other remotes are forks, whose branches may have the same names.
   */
  readonly isOwn: boolean;
}

/** What a remote's branches are kept under, as `git config --get-regexp '^remote\..*\.fetch$'` has it on a line. */
interface Refspec {
  readonly remote: string;
  readonly source: string;
  readonly target: string;
}

/**
 * The branches behind refs. Remotes may have slashes in their names, and keep something else than branches beside
 * their branches (pull requests, say), so their own configuration says what a ref is. A remote's HEAD is only a pointer
 * to another one, and a pull request, which GitHub's checkout fetches to `refs/remotes/pull/<number>/merge`, is none.
 *
 * @param configured lines of `remote.<name>.fetch <refspec>`.
 */
export function trackedBranches(refs: readonly string[], configured: readonly string[]): Tracked[] {
  const specs = configured.flatMap(refspecOf);
  return refs.flatMap((ref) => trackedBy(ref, specs) ?? []);
}

/** The names of those that are the project's own, each once. */
export const ownBranches = (tracked: readonly Tracked[]): string[] =>
  [...new Set(tracked.filter(({ isOwn }) => isOwn).map(({ branch }) => branch))].sort();

function refspecOf(line: string): Refspec[] {
  const [, remote, source, target] = /^remote\.(.+)\.fetch \+?([^:^]+):(.+)$/.exec(line) ?? [];
  return remote === undefined || source === undefined || target === undefined
    ? []
    : [{ remote, source, target }];
}

function trackedBy(ref: string, specs: readonly Refspec[]): Tracked | undefined {
  const local = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  if (local !== undefined) return { ref, branch: local, isOwn: true };
  const [best] = specs
    .filter(({ target }) => starIn(target, ref) !== undefined)
    .sort((a, b) => b.target.length - a.target.length);
  const [, first, rest] = /^refs\/remotes\/(?!pull\/\d+\/(?:merge|head)$)([^/]+)\/(.+)$/.exec(ref) ?? [];
  const branch =
    best === undefined
      ? rest
      : /^refs\/heads\/(.+)$/.exec(best.source.replace("*", () => starIn(best.target, ref) ?? ""))?.[1];
  if (branch === undefined || branch === "HEAD") return undefined;
  const remote = best?.remote ?? first;
  const isOnly = specs.length > 0 && specs.every((spec) => spec.remote === remote);
  return { ref, branch, isOwn: isOnly || remote === "origin" || remote === "upstream" };
}

/** What stands for the `*` of a refspec's side in a ref; empty where it has none and is the ref. */
function starIn(pattern: string, ref: string): string | undefined {
  const [prefix = "", suffix] = pattern.split("*");
  if (suffix === undefined) return pattern === ref ? "" : undefined;
  const fits = ref.startsWith(prefix) && ref.endsWith(suffix) && ref.length > prefix.length + suffix.length;
  return fits ? ref.slice(prefix.length, ref.length - suffix.length) : undefined;
}

import { written, type Path, type Rule } from "../problems/problem";
import type { Contradiction } from "../problems/schema";
import { commonBranch, isCatchAll, isPattern, matches } from "./match";
import { localNamespace, PLATFORM_NAMESPACES } from "./reserved";
import { commonPattern, commonText } from "./template";

/** As much of a rule as could be read, though it may be faulty: enough to go on and find the other faults. */
export interface ReadRule {
  readonly path: Path;
  /** Its well-formed branches and patterns. */
  readonly branches: readonly string[];
  /** Whether it makes one environment per branch. */
  readonly pattern: boolean;
  readonly kept: boolean;
  /** Absent where ill-formed. */
  readonly stack?: string;
  /** Absent where ill-formed. */
  readonly namespace?: string;
  /** The branches whose merges it takes; none for "anything" and "nothing". */
  readonly takesFrom: readonly string[];
}

/** A place in the map as its user finds it. */
export const inMap = (path: Path): string => `branches.ts: ${path.length === 0 ? "branches" : written(path)}`;

/** Where the rules of a map don't go together. @param app undefined where the map's is ill-formed. */
export function acrossRules(rules: readonly ReadRule[], app: string | undefined): Contradiction[] {
  if (rules.length === 0) return [];
  return [
    ...branchProblems(rules),
    ...collisionProblems(rules),
    ...unknownSources(rules),
    ...circles(rules),
    ...(app === undefined ? [] : platformProblems(rules, app)),
  ];
}

interface Entry {
  readonly branch: string;
  readonly path: Path;
  readonly rule: ReadRule;
}

/** Where a branch would not have exactly one rule: the same entry twice, patterns that overlap, no catch-all. */
function branchProblems(rules: readonly ReadRule[]): Contradiction[] {
  const entries = rules.flatMap((rule) =>
    rule.branches.map((branch): Entry => ({ branch, path: [...rule.path, "branch"], rule })),
  );
  const catchAlls = entries.filter(({ branch }) => isCatchAll(branch));
  const others = entries.filter(({ branch }) => !isCatchAll(branch));
  return [
    ...catchAllProblems(catchAlls, rules),
    ...pairs(others).flatMap(([first, second]) => pairProblems(first, second)),
  ];
}

function catchAllProblems([first, ...more]: readonly Entry[], rules: readonly ReadRule[]): Contradiction[] {
  if (first === undefined) {
    const rule = 'must have a catch-all, for every branch needs a rule; add a rule with branch "*"';
    return [{ path: ["rules"], value: rules, rule }];
  }
  const rule: Rule = `must not be a catch-all, which ${written(first.path)} is already; keep one of them`;
  return more.map(({ branch, path }) => ({ path, value: branch, rule }));
}

function pairProblems(first: Entry, second: Entry): Contradiction[] {
  const { path, branch: value } = second;
  if (first.branch === value) {
    const where = first.rule === second.rule ? "twice in one list" : `in ${written(first.path)} too`;
    const rule: Rule = `must not be ${where}, for a branch has one rule; remove one of the two`;
    return [{ path, value, rule }];
  }
  // Within one rule an overlap decides nothing; and an exact name wins over a pattern.
  if (first.rule === second.rule || !isPattern(first.branch) || !isPattern(value)) return [];
  const example = commonBranch(first.branch, value);
  if (example === undefined) return [];
  const rule: Rule = `must not match ${JSON.stringify(example)}, which "${first.branch}" of ${written(first.path)} matches too, for a branch has one rule; narrow one of the patterns`;
  return [{ path, value, rule }];
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]));
}

/**
 * Stacks and namespaces that two rules could both give out. A fixed name that a pattern could give as well is no
 * fault: `namesOf` gives the one branch that would meet it a hashed name.
 */
function collisionProblems(rules: readonly ReadRule[]): Contradiction[] {
  return rules.flatMap((rule, index) =>
    rules
      .slice(0, index)
      .filter((earlier) => earlier.pattern === rule.pattern)
      .flatMap((earlier) => [
        ...collisions("stack", earlier, rule),
        ...collisions("namespace", earlier, rule),
      ]),
  );
}

function collisions(kind: "stack" | "namespace", earlier: ReadRule, later: ReadRule): Contradiction[] {
  const [one, other] = [earlier[kind], later[kind]];
  if (one === undefined || other === undefined) return [];
  const [path, before] = [[...later.path, kind], written([...earlier.path, kind])];
  if (one === other)
    return [
      { path, value: other, rule: `must not be the same as ${before}; give each rule a ${kind} of its own` },
    ];
  const example = later.pattern ? commonText(one, other) : undefined;
  if (example === undefined) return [];
  const rule: Rule = `must not meet ${before} "${one}", for both can become ${JSON.stringify(example)}; let the two start differently`;
  return [{ path, value: other, rule }];
}

function unknownSources(rules: readonly ReadRule[]): Contradiction[] {
  const listed = [...new Set(rules.flatMap((rule) => rule.branches))];
  const rule: Rule = `must be a branch that a rule lists (${listed.join(", ") || "there is none"}); write one of these, "anything" or "nothing"`;
  return rules.flatMap(({ path, takesFrom }) =>
    takesFrom
      .filter((branch) => !listed.includes(branch))
      .map((value) => ({ path: [...path, "acceptsMergesFrom"], value, rule })),
  );
}

/** One problem for each circle of merges, found from its first rule in the map and reported where it closes. */
function circles(rules: readonly ReadRule[]): Contradiction[] {
  return rules.flatMap((start, index) => {
    const circle = shortestCircle(start, rules.slice(index));
    const last = circle?.at(-1);
    if (circle === undefined || last === undefined) return [];
    const steps = circle.map((rule, at) => `${nameOf(rule)} from ${nameOf(circle[at + 1] ?? start)}`);
    const value = last.takesFrom.find((branch) => start.branches.includes(branch));
    const rule: Rule = `must not let merges go round in a circle (${steps.join(", ")}); take one of these merges out`;
    return [{ path: [...last.path, "acceptsMergesFrom"], value, rule }];
  });
}

function shortestCircle(start: ReadRule, rules: readonly ReadRule[]): ReadRule[] | undefined {
  const paths = [[start]];
  const seen = new Set<ReadRule>();
  // The list grows while it is walked: breadth first.
  for (const path of paths) {
    const sources = rules.filter((rule) =>
      path.at(-1)?.takesFrom.some((from) => rule.branches.includes(from)),
    );
    if (sources.includes(start)) return path;
    for (const source of sources.filter((rule) => !seen.has(rule))) {
      seen.add(source);
      paths.push([...path, source]);
    }
  }
  return undefined;
}

const nameOf = (rule: ReadRule): string => rule.branches[0] ?? written(rule.path);

/**
 * Where a namespace of the platform's own would fall under the pattern of the environments' (`namespacePattern`):
 * whoever deploys a branch is an administrator of all that it matches, and could act as the controller of the load
 * balancers.
 */
export function platformProblems(
  rules: readonly Pick<ReadRule, "path" | "namespace">[],
  app: string,
): Contradiction[] {
  const named = rules.flatMap(({ path, namespace }) =>
    namespace === undefined ? [] : [{ path, namespace }],
  );
  const pattern = commonPattern([...named.map(({ namespace }) => namespace), localNamespace(app)]);
  if (pattern === undefined) return [];
  const own = PLATFORM_NAMESPACES.find((one) => matches(pattern, one));
  if (own === undefined) return [];
  const why =
    `must not let the environments' namespaces be ${pattern}, for ${own} is the platform's own` as const;
  if (pattern === `${app}-*`) return [{ path: ["app"], value: app, rule: `${why}; choose another name` }];
  return named
    .filter(({ namespace }) => !namespace.startsWith(`${app}-`))
    .map(({ path, namespace }) => ({
      path: [...path, "namespace"],
      value: namespace,
      rule: `${why}; let it begin with ${app}-`,
    }));
}

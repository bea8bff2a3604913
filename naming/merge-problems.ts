import { problem } from "./problem";
import type { ReadRule } from "./read-rule";

/** Merges from a branch that no rule lists, and merges that go round in a circle. */
export function mergeProblems(rules: readonly ReadRule[]): string[] {
  return [...unknownBranches(rules), ...circles(rules)];
}

function unknownBranches(rules: readonly ReadRule[]): string[] {
  const listed = [...new Set(rules.flatMap((rule) => rule.branches))];
  const rule = `the rules list only ${listed.join(", ") || "nothing"}`;
  return rules.flatMap(({ path, takesFrom }) =>
    takesFrom
      .filter((branch) => !listed.includes(branch))
      .map((branch) =>
        problem(`${path}.acceptsMergesFrom`, branch, rule, 'write one of these, "anything" or "nothing"'),
      ),
  );
}

/** One sentence for each circle, found from its first rule in the map and told where it closes. */
function circles(rules: readonly ReadRule[]): string[] {
  return rules.flatMap((start, index) => {
    const circle = shortestCircle(start, rules.slice(index));
    const last = circle?.at(-1);
    if (circle === undefined || last === undefined) return [];
    const steps = circle.map((rule, at) => `${nameOf(rule)} from ${nameOf(circle[at + 1] ?? start)}`);
    const rule = `merges then go round in a circle (${steps.join(", ")})`;
    const closing = last.takesFrom.find((branch) => start.branches.includes(branch));
    return [problem(`${last.path}.acceptsMergesFrom`, closing, rule, "take one of these merges out")];
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

function nameOf(rule: ReadRule): string {
  return rule.branches[0] ?? rule.path;
}

import { problem } from "./problem";
import type { ReadRule } from "./read-rule";
import { commonText } from "./template";

/**
 * Stacks and namespaces that two rules could both give out. A fixed name that a pattern could give as well is no
 * fault: `namesOf` gives the one branch that would meet it a hashed name.
 */
export function collisionProblems(rules: readonly ReadRule[]): string[] {
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

function collisions(kind: "stack" | "namespace", earlier: ReadRule, later: ReadRule): string[] {
  const [one, other] = [earlier[kind], later[kind]];
  if (one === undefined || other === undefined) return [];
  const fix = `give each rule a ${kind} of its own`;
  if (one === other) {
    return [problem(`${later.path}.${kind}`, other, `${earlier.path}.${kind} is the same`, fix)];
  }
  const example = later.pattern ? commonText(one, other) : undefined;
  if (example === undefined) return [];
  const rule = `${earlier.path}.${kind} "${one}" can become ${JSON.stringify(example)} too`;
  return [problem(`${later.path}.${kind}`, other, rule, "let the two start differently")];
}

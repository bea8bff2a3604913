import { inOneLine, sentence } from "../problems/problem";
import type { BranchMap, BranchRule, Life } from "./branch-map";
import { isSlug, LIMITS } from "./slug";
import { hasPattern } from "./match";
import {
  environmentNamespaces,
  LOCAL_STACK,
  localNamespace,
  namespaceHolder,
  PLATFORM_STACK,
  stackHolder,
  STATE_STACK,
} from "./reserved";
import { commonPattern, nameIn, render } from "./template";
import { inMap, platformProblems } from "./map-problems";

/** An environment, as far as it follows from its stack's name. */
export interface Environment {
  readonly stack: string;
  readonly namespace: string;
  readonly life: Life;
  /** The slug of its branch; absent where the map gives the stack to certain branches. */
  readonly slug?: string;
}

/**
 * The environment of a stack, from its name only: all that a plain `pulumi up` knows.
 * No two stacks get one namespace. Undefined for a stack the map has no place for (see `explainUnknownStack`).
 */
export function environmentOf(stack: string, map: BranchMap): Environment | undefined {
  const kept = map.rules.find((rule) => !hasPattern(rule) && rule.stack === stack);
  if (kept) return { stack, namespace: kept.namespace, life: kept.life };

  const local = slugIn(LOCAL_STACK, stack);
  if (local !== undefined) {
    return { stack, namespace: render(localNamespace(map.app), local), life: "kept", slug: local };
  }

  const [rule, slug] = patternOf(stack, map) ?? [];
  if (rule === undefined || slug === undefined || holderOf(rule, slug, map) !== undefined) return undefined;
  return { stack, namespace: render(rule.namespace, slug), life: rule.life, slug };
}

/** Whose the stack or the namespace is that a pattern's rule would give to a slug; undefined where both are free. */
export function holderOf(rule: BranchRule, slug: string, map: BranchMap): string | undefined {
  return stackHolder(render(rule.stack, slug), map) ?? namespaceHolder(render(rule.namespace, slug), map);
}

/** One sentence for a stack that `environmentOf` does not know: why not, which stacks there are, and the fix. */
export function explainUnknownStack(stack: string, map: BranchMap): string {
  const stacks = [...map.rules.map((rule) => rule.stack), LOCAL_STACK].join(", ");
  return (
    `Stack ${inOneLine(JSON.stringify(stack))} ${whyUnknown(stack, map)}: use one of ${stacks}, where <name> is at most ` +
    `${LIMITS.slug} of a-z, 0-9 and single - (\`npx turnout names BRANCH\` prints a branch's stack), ` +
    "or add a rule to branches.ts."
  );
}

function whyUnknown(stack: string, map: BranchMap): string {
  if (stack === PLATFORM_STACK) return "holds the platform, not an environment";
  if (stack === STATE_STACK) return "holds the state of all stacks, not an environment";
  const [rule, slug] = patternOf(stack, map) ?? [];
  const namespace = rule && slug !== undefined ? render(rule.namespace, slug) : "";
  const owner = namespaceHolder(namespace, map);
  if (owner !== undefined) return `cannot be used, because its namespace ${namespace} belongs to ${owner}`;
  return "is no stack of the map in branches.ts";
}

function patternOf(stack: string, map: BranchMap): [BranchRule, string] | undefined {
  for (const rule of map.rules.filter(hasPattern)) {
    const slug = slugIn(rule.stack, stack);
    if (slug !== undefined) return [rule, slug];
  }
  return undefined;
}

function slugIn(template: string, stack: string): string | undefined {
  const name = nameIn(template, stack);
  return name !== undefined && isSlug(name, LIMITS.slug) ? name : undefined;
}

/**
 * The one pattern that matches every namespace of a map and none of the platform's, as Fargate profiles and EKS access
 * policies take it (`smallcase-*`): a branch that comes later needs no profile of its own, and no rights either.
 *
 * @throws Error, one sentence, where the namespaces have no common prefix that ends in a `-`, or one of the
 * platform's has it too.
 */
export function namespacePattern(map: BranchMap): string {
  const namespaces = environmentNamespaces(map);
  const pattern = commonPattern(namespaces);
  if (pattern === undefined)
    throw new Error(
      `branches.ts gives namespaces that begin differently (${namespaces.join(", ")}): on AWS one pattern must match ` +
        `all of them, so let each begin with ${map.app}-.`,
    );
  const rules = map.rules.map(({ namespace }, index) => ({ path: ["rules", index], namespace }));
  const [problem] = platformProblems(rules, map.app);
  if (problem !== undefined) throw new Error(sentence({ ...problem, path: inMap(problem.path) }));
  return pattern;
}

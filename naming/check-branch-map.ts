import { collisionProblems } from "./collision-problems";
import { LIMITS } from "./slug";
import { mergeProblems } from "./merge-problems";
import { patternProblems } from "./pattern-problems";
import { platformProblems } from "./platform-problems";
import { isRecord, problem, unknownProperties } from "./problem";
import { readRule, type ReadRule } from "./read-rule";
import { isKubernetesNamespace, localNamespace } from "./reserved";

/** What is known of the project around the map; where it is left out, the check that needs it is skipped. */
export interface KnownProject {
  /** The names of the stack files that exist, such as `Pulumi.dev.yaml`. */
  readonly stackFiles?: readonly string[];
}

/**
 * Everything wrong with a branch map, each fault one sentence with its path, the value, the rule and the fix;
 * empty for a map that all of `naming/` can rely on. Takes any value, since it comes from a user's file.
 */
export function checkBranchMap(map: unknown, known: KnownProject = {}): string[] {
  if (!isRecord(map)) {
    const rule = "the map is an object with app and rules";
    return [problem("branches", map, rule, 'write { app: "…", rules: […] }')];
  }
  const app = isApp(map.app) ? map.app : undefined;
  return [
    ...unknownProperties("branches", map, ["app", "rules"]),
    ...appProblems(map.app),
    ...ruleProblems(map.rules, app, known),
  ];
}

function isApp(app: unknown): app is string {
  return typeof app === "string" && app.length <= LIMITS.app && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(app);
}

function appProblems(app: unknown): string[] {
  if (!isApp(app)) {
    const rule = `the product's short name is 1 to ${LIMITS.app} of a-z, 0-9 and single - between them, a letter first`;
    return [problem("app", app, rule, 'write one such as "smallcase"')];
  }
  if (!isKubernetesNamespace(localNamespace(app))) return [];
  return [problem("app", app, "namespaces that start with kube- are Kubernetes' own", "choose another name")];
}

function ruleProblems(rules: unknown, app: string | undefined, { stackFiles }: KnownProject): string[] {
  if (!Array.isArray(rules) || rules.length === 0) {
    const fix = 'write at least one with branch "*" for all branches that have no rule of their own';
    return [problem("rules", rules, "the map is a list of rules", fix)];
  }
  // Array.from, because map() would skip the holes of a sparse list.
  const read = Array.from(rules, (rule: unknown, index) => readRule(rule, `rules[${index}]`, app));
  const readable = read.map(([rule]) => rule);
  return [
    ...read.flatMap(([, problems]) => problems),
    ...patternProblems(readable),
    ...collisionProblems(readable),
    ...mergeProblems(readable),
    ...(app === undefined ? [] : platformProblems(readable, app)),
    ...(stackFiles ? missingFiles(readable, stackFiles) : []),
  ];
}

function missingFiles(rules: readonly ReadRule[], stackFiles: readonly string[]): string[] {
  return rules.flatMap(({ path, stack, kept, pattern }) => {
    if (stack === undefined || !kept || pattern || stackFiles.includes(`Pulumi.${stack}.yaml`)) return [];
    const rule = `a kept stack has its settings in Pulumi.${stack}.yaml, and there is no such file`;
    return [problem(`${path}.stack`, stack, rule, "create it, or correct the stack's name")];
  });
}

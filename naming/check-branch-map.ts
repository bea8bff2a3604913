import * as z from "zod";
import { sentence, type Path, type Rule } from "../problems/problem";
import {
  beside,
  error,
  problemsOf,
  strict,
  text,
  tree,
  whole,
  type Contradiction,
  type Unchecked,
} from "../problems/schema";
import type { BranchMap } from "./branch-map";
import { acrossRules, inMap, type ReadRule } from "./map-problems";
import { isPattern } from "./match";
import { isKubernetesNamespace, localNamespace } from "./reserved";
import { LIMITS } from "./slug";
import { NAME } from "./template";
import { namespaceProblems, stackProblems } from "./template-problems";

/** Facts about the project around the map; where one is left out, the check that needs it is skipped. */
interface KnownProject {
  /** The names of the stack files that exist, such as `Pulumi.dev.yaml`. */
  readonly stackFiles?: readonly string[];
}

/**
 * Everything wrong with a branch map, each fault one sentence with its path, the value, the rule and the fix;
 * empty for a map that all of `naming/` can rely on. Takes any value, since it comes from a user's file.
 */
export function checkBranchMap(map: unknown, { stackFiles }: KnownProject = {}): string[] {
  const { error } = mapSchema.safeParse(map, { reportInput: true });
  const problems = error === undefined ? [] : problemsOf(error, map, { written: inMap, shown: asItIs });
  const missing = stackFiles === undefined ? [] : missingFiles(readRules(tree(map)), stackFiles);
  return [...problems, ...missing.map((one) => ({ ...one, path: inMap(one.path) }))].map(sentence);
}

const asItIs = (_path: Path, value: unknown) => value;

const appRule =
  `must be 1 to ${LIMITS.app} of a-z, 0-9 and single -, starting with a letter and not ending in -; write the product's short name, such as "smallcase"` as const;
const appPattern = new RegExp(`^(?=.{1,${LIMITS.app}}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$`);
const app = text(appPattern, appRule).refine(
  (name) => !isKubernetesNamespace(localNamespace(name)),
  error("must not be kube or begin with kube-, as the namespaces of Kubernetes' own do; choose another name"),
);

/** As long as a file name may be on the usual file systems, where git keeps a branch as a file. */
const LONGEST_BRANCH = 255;
const branchFix = 'write one such as "main" or "release/*"';
const branchRule = error(
  `must be a branch name that git allows, at most ${LONGEST_BRANCH} characters, with * as the only wildcard; ${branchFix}`,
);
const entry = z.string(branchRule).refine(isBranch, branchRule);
const branchesRule = error(`must be a branch, a pattern or a list of these; ${branchFix}`);
const branch = z.union([entry, z.array(entry).refine(isFilled, branchesRule)], branchesRule);

function isFilled(list: readonly unknown[]): boolean {
  return list.length > 0;
}

function isBranch(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_BRANCH && isRefName(value.replaceAll("*", "x"));
}

/** The rules of git-check-ref-format(1). */
function isRefName(name: string): boolean {
  const parts = name.split("/");
  const partsAreFine = parts.every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock"));
  const forbidden = /[\p{Cc} ~^:?[\\]|\.\.|@\{|\.$|^-|^@$/u;
  return partsAreFine && !forbidden.test(name);
}

const mergesRule = error('must be "anything", "nothing", a branch or a list of branches; write one of these');
const acceptsMergesFrom = z.union(
  [z.string(), z.array(z.string(mergesRule)).refine(isFilled, mergesRule)],
  mergesRule,
);

const lifeRule: Rule = 'must be "kept", "protected" or { removeAfterDays: … }; write one of these';
const life = z.union(
  [
    z.literal(["kept", "protected"]),
    strict({ removeAfterDays: whole(1, 365, 'write such a number, or life: "kept"') }, lifeRule),
  ],
  error(lifeRule),
);

/** The form of a stack and of a namespace depends on the branches beside it, and on the app (`together`). */
const stack = z.string(error('must be text; write a name such as "staging", or "pr-<name>" for a pattern'));
const namespace = z.string(
  error('must be text; write a name such as "smallcase-staging", or "smallcase-<name>" for a pattern'),
);

const rule = strict(
  { branch, stack, namespace, acceptsMergesFrom, life },
  "must be a rule; write { branch: …, stack: …, namespace: …, acceptsMergesFrom: …, life: … }",
);

const rulesRule = error(
  'must be a list of rules that is not empty; write at least one with branch "*" for all branches that have no rule of their own',
);

const mapSchema: z.ZodType<BranchMap> = strict(
  { app, rules: z.array(rule, rulesRule).refine(isFilled, rulesRule) },
  'must be an object with app and rules; write { app: "…", rules: […] }',
).superRefine(...beside(together));

/** Contradictions within a map; each part may also be wrong by itself. */
function together(map: Unchecked): Contradiction[] {
  const rules = readRules(map);
  return [...rules.flatMap(({ problems }) => problems), ...acrossRules(rules, appOf(map))];
}

const appOf = ({ app }: Unchecked) => (typeof app === "string" && appPattern.test(app) ? app : undefined);

function readRules(map: Unchecked): (ReadRule & { readonly problems: readonly Contradiction[] })[] {
  if (!Array.isArray(map.rules)) return [];
  // Array.from, because map() would skip the holes of a sparse list.
  return Array.from(map.rules, (rule: unknown, index) => {
    const { branch, stack, namespace, acceptsMergesFrom, life } = tree(rule);
    const branches = listed(branch).filter(isBranch);
    // With no branch to tell, what the stack looks like decides, so that one fault does not make three.
    const pattern =
      branches.length > 0 ? branches.some(isPattern) : typeof stack === "string" && stack.includes(NAME);
    const path = ["rules", index];
    const ofStack = stackProblems(stack, [...path, "stack"], pattern);
    const ofNamespace = namespaceProblems(namespace, [...path, "namespace"], pattern, appOf(map));
    return {
      path,
      branches,
      pattern,
      kept: life === "kept" || life === "protected",
      takesFrom: listed(acceptsMergesFrom).filter(isSource),
      ...(typeof stack === "string" && ofStack.length === 0 && { stack }),
      ...(typeof namespace === "string" && ofNamespace.length === 0 && { namespace }),
      problems: [...ofStack, ...ofNamespace],
    };
  });
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? Array.from(value) : [value]);

const isSource = (value: unknown): value is string =>
  typeof value === "string" && value !== "anything" && value !== "nothing";

function missingFiles(rules: readonly ReadRule[], stackFiles: readonly string[]): Contradiction[] {
  return rules.flatMap(({ path, stack, kept, pattern }) => {
    if (stack === undefined || !kept || pattern || stackFiles.includes(`Pulumi.${stack}.yaml`)) return [];
    const rule: Rule = `must have its settings in Pulumi.${stack}.yaml, as every kept stack, and there is no such file; create it, or correct the stack's name`;
    return [{ path: [...path, "stack"], value: stack, rule }];
  });
}

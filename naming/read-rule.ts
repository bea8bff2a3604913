import { isPattern } from "./match";
import { isRecord, problem, unknownProperties } from "./problem";
import { readBranches } from "./read-branches";
import { NAME } from "./template";
import { namespaceProblems, stackProblems } from "./template-problems";

/** What could be read of a rule that may be faulty: enough to go on and find the other faults. */
export interface ReadRule {
  /** The rule's path, such as `rules[2]`. */
  readonly path: string;
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

const PROPERTIES = ["branch", "stack", "namespace", "acceptsMergesFrom", "life"];

/** Reads one rule and says all that is wrong with it alone. */
export function readRule(rule: unknown, path: string, app: string | undefined): [ReadRule, string[]] {
  if (!isRecord(rule)) {
    const nothing = { path, branches: [], pattern: false, kept: false, takesFrom: [] };
    const fix = `write { ${PROPERTIES.map((name) => `${name}: …`).join(", ")} }`;
    return [nothing, [problem(path, rule, "a rule is an object", fix)]];
  }
  const [branches, branchProblems] = readBranches(rule.branch, `${path}.branch`);
  // With no branch to tell, what the stack looks like decides, so that one fault does not make three.
  const pattern =
    branches.length > 0
      ? branches.some(isPattern)
      : typeof rule.stack === "string" && rule.stack.includes(NAME);
  const ofStack = stackProblems(rule.stack, `${path}.stack`, pattern);
  const ofNamespace = namespaceProblems(rule.namespace, `${path}.namespace`, pattern, app);
  const [takesFrom, ofMerges] = readMerges(rule.acceptsMergesFrom, `${path}.acceptsMergesFrom`);
  const read = {
    path,
    branches,
    pattern,
    kept: rule.life === "kept" || rule.life === "protected",
    takesFrom,
    ...(ofStack.length === 0 ? { stack: rule.stack as string } : {}),
    ...(ofNamespace.length === 0 ? { namespace: rule.namespace as string } : {}),
  };
  const unknown = unknownProperties(path, rule, PROPERTIES);
  const ofLife = lifeProblems(rule.life, `${path}.life`);
  return [read, [...unknown, ...branchProblems, ...ofStack, ...ofNamespace, ...ofMerges, ...ofLife]];
}

function readMerges(value: unknown, path: string): [string[], string[]] {
  if (value === "anything" || value === "nothing") return [[], []];
  const entries: unknown[] = Array.isArray(value) ? Array.from(value) : [value];
  const branches = entries.filter((entry) => typeof entry === "string");
  if (branches.length === entries.length && entries.length > 0) return [branches, []];
  const rule = 'it is "anything", "nothing", a branch or a list of branches';
  return [branches, [problem(path, value, rule, "write one of these")]];
}

function lifeProblems(life: unknown, path: string): string[] {
  if (life === "kept" || life === "protected") return [];
  if (!isRecord(life)) {
    const rule = 'a life is "kept", "protected" or { removeAfterDays: … }';
    return [problem(path, life, rule, "write one of these")];
  }
  const days = life.removeAfterDays;
  const valid = typeof days === "number" && Number.isInteger(days) && days >= 1 && days <= 365;
  const rule = "days are a whole number from 1 to 365";
  return [
    ...unknownProperties(path, life, ["removeAfterDays"]),
    ...(valid
      ? []
      : [problem(`${path}.removeAfterDays`, days, rule, 'write such a number, or life: "kept"')]),
  ];
}

import type { Difference } from "./change";
import { differences } from "./differences";
import { isHidden, type Value } from "./recording";

export type Tree = Readonly<Record<string, Value>>;
type Pair = Omit<Difference, "replaces">;

/**
 * What differs between two IAM policy documents, statement by statement. Statements go by their `Sid`, and lists are
 * sets, for their order means nothing to IAM: `policy.Statement[ReadImages].Action` with one action that came.
 */
export function policyDifferences(before: Tree, after: Tree, path: string): Pair[] {
  const { Statement: old, ...oldRest } = before;
  const { Statement: next, ...nextRest } = after;
  if (old === undefined || next === undefined) return differences(before, after, path);
  const [oldStatements, nextStatements] = [statementsOf(old), statementsOf(next)];
  const names = [...new Set([...oldStatements.keys(), ...nextStatements.keys()])].sort();
  return [
    ...names.flatMap((name) =>
      inside(oldStatements.get(name), nextStatements.get(name), `${path}.Statement[${name}]`),
    ),
    ...differences(oldRest, nextRest, path),
  ];
}

/** By their `Sid`; without one, or with one that is taken, by their place. */
function statementsOf(value: Value): ReadonlyMap<string, Value> {
  const statements = new Map<string, Value>();
  for (const [index, statement] of (Array.isArray(value) ? (value as Value[]) : [value]).entries()) {
    const sid = (statement as Tree | null)?.Sid;
    const name = typeof sid === "string" && !statements.has(sid) ? sid : String(index);
    statements.set(name, statement);
  }
  return statements;
}

function inside(before: Value | undefined, after: Value | undefined, path: string): Pair[] {
  if (isTree(before ?? after) && isTree(after ?? before)) {
    const [old, next] = [(before ?? {}) as Tree, (after ?? {}) as Tree];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
    return keys.flatMap((key) => inside(old[key], next[key], joined(path, key)));
  }
  const [old, next] = [membersOf(before), membersOf(after)];
  if (old === undefined || next === undefined || !(Array.isArray(before) || Array.isArray(after)))
    return differences(before, after, path);
  return [
    ...old.filter((one) => !next.includes(one)).map((one) => ({ path, before: one, after: undefined })),
    ...next.filter((one) => !old.includes(one)).map((one) => ({ path, before: undefined, after: one })),
  ].map((pair) => ({ ...pair, inSet: true as const }));
}

const isTree = (value: Value | undefined): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isHidden(value);

/** IAM takes one text for a list of one. */
function membersOf(value: Value | undefined): readonly string[] | undefined {
  const members: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return members.every((one) => typeof one === "string") ? [...members].sort() : undefined;
}

const joined = (path: string, key: string) =>
  /^[A-Za-z]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

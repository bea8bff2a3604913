import { isSameQuantity } from "../estimate/quantity";
import { isObject } from "../problems/problem";
import { documentIn } from "../kinds/words";
import type { Difference } from "./change";
import { isHidden, type Declared, type Value } from "../program/recording";

type Inputs = Declared["inputs"];
type Pair = Omit<Difference, "replaces">;
type Tree = Readonly<Record<string, Value>>;

const isTree = (value: Value | undefined): value is Tree => isObject(value) && !isHidden(value);

/**
 * The smallest values that differ, each with its path as Pulumi writes paths: `spec.ports[0].port`, `labels["a.b/c"]`.
 * Elements of a list go by their names where all have one, as in Kubernetes: `env[LOG_LEVEL].value`. Two ways to write
 * one quantity are no difference.
 */
export function differences(before: Value | undefined, after: Value | undefined, path = ""): Pair[] {
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], joined(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after, path);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return isQuantity(path) && isSameQuantity(before, after) ? [] : [{ path, before, after }];
}

/** Where Kubernetes has quantities: resources of containers, quotas, limits of a namespace, volumes, autoscalers. */
const quantities =
  /(^|\.)((requests|limits|hard|default|defaultRequest|min|max|maxLimitRequestRatio|capacity|overhead)(\.\w+|\[[^\]]*\])|sizeLimit|averageValue|target\.value)$/;

const isQuantity = (path: string): boolean => quantities.test(path);

function listDifferences(before: readonly Value[], after: readonly Value[], path: string): Pair[] {
  const [old, next] = [byName(before), byName(after)];
  if (old === undefined || next === undefined) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      differences(before[index], after[index], `${path}[${index}]`),
    ).flat();
  }
  const names = [...new Set([...old.keys(), ...next.keys()])];
  const content = names.flatMap((name) => differences(old.get(name), next.get(name), `${path}[${name}]`));
  const isMoved = [...old.keys()].join() !== [...next.keys()].join();
  return content.length === 0 && isMoved
    ? [{ path, before: [...old.keys()], after: [...next.keys()] }]
    : content;
}

/** A list's elements by name, in their order; undefined where one has none, or the same as another, or a mere number. */
function byName(list: readonly Value[]): ReadonlyMap<string, Value> | undefined {
  const named = new Map<string, Value>();
  for (const one of list) {
    const name = isTree(one) ? one.name : undefined;
    if (typeof name !== "string" || !/^(?!\d+$)[\w.-]+$/.test(name) || named.has(name)) return undefined;
    named.set(name, one);
  }
  return named;
}

function joined(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** How the documents in these properties of AWS resources are compared; as JSON in a string, they are one long value. */
const documents: Readonly<Record<string, (before: Tree, after: Tree, path: string) => Pair[]>> = {
  assumeRolePolicy: policyDifferences,
  configurationValues: differences,
  dashboardBody: dashboardDifferences,
  policy: policyDifferences,
};

/**
 * The differences of two resources' inputs, in the order of their properties; of a document, what it says. Lists of texts
 * are sets in AWS's resources: subnets, address ranges, kinds of logs.
 */
export function inputDifferences(type: string, before: Inputs, after: Inputs): Pair[] {
  if (!/^(aws|eks):/.test(type)) return differences(before, after);
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return properties.flatMap((property) => {
    const compared = documents[property];
    const [old, next] = [documentIn(before[property]), documentIn(after[property])];
    if (compared && old && next) return compared(old, next, property);
    const [one, other, path] = [before[property], after[property], joined("", property)];
    return one === undefined || other === undefined || isOther(one, other)
      ? differences(one, other, path)
      : inside(one, other, path);
  });
}

/**
 * The differences of two IAM policy documents, statement by statement. Statements go by their `Sid`, and lists are
 * sets, for their order means nothing to IAM: `policy.Statement[ReadImages].Action` with one action that came.
 */
function policyDifferences(before: Tree, after: Tree, path: string): Pair[] {
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

/** Whether each element of a list is another now, as where all subnets are made again. */
const isOther = (before: Value, after: Value): boolean =>
  Array.isArray(before) && Array.isArray(after) && !before.some((one) => after.includes(one));

/** IAM takes one text for a list of one. */
function membersOf(value: Value | undefined): readonly string[] | undefined {
  const members: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return members.every((one) => typeof one === "string") ? [...members].sort() : undefined;
}

/**
 * The differences of two CloudWatch dashboards. Widgets go by their titles: one more moves all that come after it,
 * and their place is worth a line only when nothing else differs.
 */
function dashboardDifferences(before: Tree, after: Tree, path: string): Pair[] {
  const [{ widgets: old, ...oldRest }, { widgets: next, ...nextRest }] = [before, after];
  if (!Array.isArray(old) || !Array.isArray(next)) return differences(before, after, path);
  const [oldWidgets, nextWidgets] = [old as Value[], next as Value[]];
  const content = [
    ...differences(oldRest, nextRest, path),
    ...differences(byTitle(oldWidgets), byTitle(nextWidgets), `${path}.widgets`),
  ];
  const isMoved = JSON.stringify(oldWidgets) !== JSON.stringify(nextWidgets);
  return content.length === 0 && isMoved
    ? [{ path: `${path}.widgets`, before: "where they were", after: "elsewhere" }]
    : content;
}

function byTitle(widgets: readonly Value[]): Tree {
  const found: Record<string, Value> = {};
  for (const widget of widgets) {
    const { type, properties } = widget as { type?: Value; properties?: Tree };
    const title = titleOf(properties);
    const before = Object.keys(found).filter((one) => one === title || one.startsWith(`${title} #`)).length;
    found[before === 0 ? title : `${title} #${before + 1}`] = {
      ...(type !== undefined && { type }),
      ...(properties && { properties }),
    };
  }
  return found;
}

function titleOf({ title, markdown }: Tree = {}): string {
  if (typeof title === "string") return title;
  return typeof markdown === "string" ? (markdown.split("\n")[0] ?? "") : "untitled";
}

import { isDeepStrictEqual } from "node:util";
import { isRecord } from "./wire-value";

/** How a property changed; the words are those of the engine's own PropertyDiff. */
export type ChangeKind = "add" | "update" | "delete";

/**
 * Every property that differs between two values, each under its property path as Pulumi writes them:
 * `spec.template.spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`.
 *
 * Arrays are compared place by place. An unknown value in a preview differs from every stored one: an update.
 */
export function propertyDiff(old: unknown, wanted: unknown, path = ""): Map<string, ChangeKind> {
  const changes = new Map<string, ChangeKind>();
  if (isDeepStrictEqual(old, wanted)) return changes;
  for (const key of sharedKeys(old, wanted)) {
    const [before, after] = [child(old, key), child(wanted, key)];
    const here = join(path, key);
    if (before === undefined && after !== undefined) changes.set(here, "add");
    else if (before !== undefined && after === undefined) changes.set(here, "delete");
    else for (const [at, kind] of propertyDiff(before, after, here)) changes.set(at, kind);
  }
  const branches = bothArrays(old, wanted) || (isRecord(old) && isRecord(wanted));
  if (!branches) changes.set(path, "update");
  return changes;
}

function bothArrays(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b);
}

function sharedKeys(old: unknown, wanted: unknown): (string | number)[] {
  if (Array.isArray(old) && Array.isArray(wanted)) {
    return Array.from({ length: Math.max(old.length, wanted.length) }, (_, index) => index);
  }
  if (isRecord(old) && isRecord(wanted))
    return [...new Set([...Object.keys(old), ...Object.keys(wanted)])].sort();
  return [];
}

function child(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return (value as unknown[])[key as number];
  return isRecord(value) ? value[key] : undefined;
}

function join(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

import { isHidden, type Value } from "./recording";

interface Pair {
  readonly path: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

type Tree = Readonly<Record<string, Value>>;

const isTree = (value: Value | undefined): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isHidden(value);

/** The smallest values that differ, each with its path as Pulumi writes paths: `spec.ports[0].name`, `labels["a.b/c"]`. */
export function differences(before: Value | undefined, after: Value | undefined, path = ""): Pair[] {
  if (isTree(before) && isTree(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], joined(path, key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      differences(before[index] as Value | undefined, after[index] as Value | undefined, `${path}[${index}]`),
    ).flat();
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

function joined(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Whether a path is one of these or lies below one; `[*]` stands for any index. */
export function isUnder(path: string, parents: readonly string[]): boolean {
  const general = path.replace(/\[\d+\]/g, "[*]");
  return parents.some((parent) => {
    const start = parent.replace(/\[\d+\]/g, "[*]");
    return general === start || general.startsWith(`${start}.`) || general.startsWith(`${start}[`);
  });
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `over` on top of `base`, key by key to any depth; lists and plain values are replaced whole. */
export function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isTree(base) || !isTree(over)) return over;
  // Entries, not assignments: a key named __proto__ must stay a key.
  const merged = Object.entries(over).map(([key, value]): [string, unknown] => [
    key,
    merge(Object.hasOwn(base, key) ? base[key] : undefined, value),
  ]);
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

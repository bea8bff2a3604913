/** Where a value stands in the settings. */
export type Path = readonly PropertyKey[];

/** What stands at a path; undefined where there is nothing, or no way to it. */
export function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    root,
  );
}

/** As the user writes it: `turnout:applications[0].port`. */
export function written(path: Path): string {
  const keys = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  return `turnout:${keys.join("").replace(/^\./, "")}`;
}

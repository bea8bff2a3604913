import { escaped, inOneLine } from "./one-line";

/** Where a value stands in the settings. */
export type Path = readonly PropertyKey[];

/** What stands at a path; undefined where there is nothing, or no way to it. */
export function at(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}

/** As Pulumi takes it with `--path`: `turnout:applications[0].port`, `turnout:overrides["my app"]`. */
export function written(path: Path): string {
  return `turnout:${path.map(step).join("").replace(/^\./, "")}`;
}

function step(key: PropertyKey): string {
  if (typeof key === "number") return `[${key}]`;
  const text = String(key);
  if (/^[\w-]{1,80}$/.test(text)) return `.${text}`;
  return `[${inOneLine(JSON.stringify(text)).replace(/\s/gu, escaped)}]`;
}

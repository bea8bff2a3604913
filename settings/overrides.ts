import { at, inOneLine, isObject, type Path, type Problem } from "../problems/problem";
import { setting, withoutText } from "./checked";

/** Merges each of `overrides` over the application of that name. */
export function applyOverrides(
  applications: unknown,
  overrides: unknown,
): { applications: unknown; problems: Problem[] } {
  if (overrides === undefined) return { applications, problems: [] };
  if (!isObject(overrides))
    return {
      applications,
      problems: [
        {
          path: setting(["overrides"]),
          value: withoutText(overrides),
          rule: "must map an application's name to its differences; write it as { web: { replicas: 2 } }",
        },
      ],
    };
  if (!Array.isArray(applications)) return { applications, problems: [] };
  const list: readonly unknown[] = applications;
  const nameOf = (application: unknown) => (application as { name?: unknown } | null)?.name;
  const names = list.map(nameOf).filter((name) => typeof name === "string");
  const problems: Problem[] = [];
  const differences = new Map<unknown, unknown>();
  for (const [name, value] of Object.entries(overrides)) {
    if (!names.includes(name))
      problems.push({
        path: setting(["overrides", name]),
        value: withoutText(value),
        rule: `must be the name of an application (${inOneLine(names.join(", ")) || "there is none"}); correct the name`,
      });
    else if (!isObject(value))
      problems.push({
        path: setting(["overrides", name]),
        value: withoutText(value),
        rule: "must hold settings of that application; write it as { replicas: 2 }",
      });
    else {
      const { name: renamed, ...rest } = value as Record<string, unknown>;
      differences.set(name, rest);
      if (renamed !== undefined)
        problems.push({
          path: setting(["overrides", name, "name"]),
          value: renamed,
          rule: "must not be changed by a stack; remove the line",
        });
    }
  }
  return { applications: list.map((one) => merge(one, differences.get(nameOf(one)))), problems };
}

/** The path at which the user wrote a value that a stack merged over an application: in `overrides`. */
export function inOverrides(path: Path, applications: unknown, overrides: unknown): Path {
  const [first, index, ...rest] = path;
  if (first !== "applications" || index === undefined || rest.length === 0) return path;
  const name = at(applications, [index, "name"]);
  if (typeof name !== "string" || at(overrides, [name, ...rest]) === undefined) return path;
  return ["overrides", name, ...rest];
}

/** `over` on top of `base`, key by key to any depth; lists and plain values are replaced whole. */
export function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  // Entries, not assignments: a key named __proto__ must stay a key.
  const merged = Object.entries(over).map(([key, value]): [string, unknown] => [
    key,
    merge(Object.hasOwn(base, key) ? base[key] : undefined, value),
  ]);
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

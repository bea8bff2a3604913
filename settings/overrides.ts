import { merge } from "./merge";
import { at, type Path } from "./path";
import type { Problem } from "./rule";

/** Lays each of `overrides` over the application of that name. */
export function applyOverrides(
  applications: unknown,
  overrides: unknown,
): { applications: unknown; problems: Problem[] } {
  if (overrides === undefined || !Array.isArray(applications)) return { applications, problems: [] };
  const path = "turnout:overrides";
  if (typeof overrides !== "object" || overrides === null || Array.isArray(overrides))
    return {
      applications,
      problems: [
        {
          path,
          value: overrides,
          rule: "must map an application's name to its differences; write it as { web: { replicas: 2 } }",
        },
      ],
    };
  const list: readonly unknown[] = applications;
  const nameOf = (application: unknown) => (application as { name?: unknown } | null)?.name;
  const names = list.map(nameOf).filter((name) => typeof name === "string");
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(overrides)) {
    const at = `${path}.${name}`;
    if (!names.includes(name))
      problems.push({
        path: at,
        value: undefined,
        rule: `must be the name of an application (${names.join(", ") || "there is none"}); correct the name`,
      });
    else if (typeof value !== "object" || value === null || Array.isArray(value))
      problems.push({
        path: at,
        value,
        rule: "must hold settings of that application; write it as { replicas: 2 }",
      });
    else if ("name" in value)
      problems.push({
        path: `${at}.name`,
        value: (value as { name: unknown }).name,
        rule: "must not be changed by a stack; remove the line",
      });
  }
  const merged = list.map((application) =>
    merge(application, (overrides as Record<string, unknown>)[String(nameOf(application))]),
  );
  return { applications: problems.length === 0 ? merged : applications, problems };
}

/** A value that a stack laid over an application is wrong where the user wrote it: in `overrides`. */
export function inOverrides(path: Path, applications: unknown, overrides: unknown): Path {
  const [first, index, ...rest] = path;
  if (first !== "applications" || index === undefined || rest.length === 0) return path;
  const name = at(applications, [index, "name"]);
  if (typeof name !== "string" || at(overrides, [name, ...rest]) === undefined) return path;
  return ["overrides", name, ...rest];
}

import type { z } from "zod";
import { at, written, type Path } from "./path";
import type { Problem, Rule } from "./rule";

/** What a failed check says, as problems of the settings; `locate` finds where the user wrote the value. */
export function problemsOf(issue: z.core.$ZodIssue, raw: unknown, locate: (path: Path) => Path): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: written(locate([...issue.path, key])),
      value: hide(issue.path, issue.input?.[key]),
      rule: "must be a setting that Turnout knows (docs/settings.md); remove it or correct its name",
    }));
  }
  // A record's bad key comes as one issue with the key's own issues inside.
  const rule = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [
    {
      path: written(locate(issue.path)),
      value: hide(issue.path, issue.code === "custom" ? issue.input : at(raw, issue.path)),
      rule: rule as Rule,
    },
  ];
}

const hide = (path: Path, value: unknown) =>
  path.includes("secrets") && value !== undefined ? "[secret]" : value;

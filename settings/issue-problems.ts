import type { z } from "zod";
import { at, written, type Path } from "./path";
import type { Problem, Rule } from "./rule";

/** What a failed check says, as problems of the settings; `locate` finds where the user wrote the value. */
export function problemsOf(issue: z.core.$ZodIssue, raw: unknown, locate: (path: Path) => Path): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: written(locate([...issue.path, key])),
      value: withoutText(at(raw, [...issue.path, key])),
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

function hide(path: Path, value: unknown): unknown {
  if (path.includes("secrets") && value !== undefined) return "[secret]";
  const whole = path[0] === "applications" && path.length <= 2;
  return whole ? withoutText(value) : value;
}

/** Text in a place that nobody foresaw: it may be a secret, and the program is given those in the clear. */
export const withoutText = (value: unknown): unknown => (typeof value === "string" ? "[text]" : value);

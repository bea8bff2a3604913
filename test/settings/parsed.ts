import assert from "node:assert/strict";
import type { Application } from "../../settings/application";
import { sentence } from "../../problems/problem";
import { parseSettings } from "../../settings/settings";

type Raw = Readonly<Record<string, unknown>>;

/** Everything that the check says of settings. */
export function complaints(raw: Raw): string[] {
  const parsed = parseSettings(raw);
  return "problems" in parsed ? parsed.problems.map(sentence) : [];
}

/** The first application of settings that are right. */
export function applicationOf(raw: Raw): Application {
  assert.deepEqual(complaints(raw), []);
  const parsed = parseSettings(raw);
  assert.ok("settings" in parsed && parsed.settings.role === "environment");
  const [first] = parsed.settings.applications;
  assert.ok(first);
  return first;
}

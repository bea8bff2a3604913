import { z } from "zod";
import type { Rule } from "./rule";

/** A check's own sentence, instead of zod's. */
export const error = (rule: Rule) => ({ error: rule });

/** A whole number; the largest ones are guards against typing errors unless they say where they come from. */
export const whole = (least: number, most: number, fix: string) => {
  const rule = error(`must be a whole number from ${least} to ${most}; ${fix}`);
  return z.int(rule).min(least, rule).max(most, rule);
};

/** Text of a pattern; what doesn't keep to it is not checked further. */
export const text = (pattern: RegExp, rule: Rule) =>
  z.string(error(rule)).regex(pattern, { ...error(rule), abort: true });

/** The path of a URL, on the application's own host: what follows // or /\ would be another host (URL Standard, §4.4). */
export const path = text(/^\/\S*$/, "must be a path that starts with /; write it as /healthz").refine(
  (value) => !/^\/[/\\]/.test(value),
  error("must be a path and not start with // or /\\, which lead to another host; write it as /healthz"),
);

/** What to run, word by word: no shell takes it apart. */
export const words = (example: string) =>
  z.array(
    z.string(error("must be text; put quotes around it")),
    error(`must be a list of words; write it as ${example}`),
  );

import type { Difference } from "./change";
import { shownValue } from "./shown-value";

/** `"a" → "b"`, or `+ "a"` for what came into a set. @param quote how the output sets off values. */
export function valueChange({ before, after, inSet }: Difference, quote = (text: string) => text): string {
  if (!inSet) return `${quote(shownValue(before))} → ${quote(shownValue(after))}`;
  return before === undefined ? `+ ${quote(shownValue(after))}` : `- ${quote(shownValue(before))}`;
}

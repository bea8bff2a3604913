import { isHidden, type Value } from "./recording";

const longest = 100; // characters: a reviewer reads a line, not a document

/** A property's value in a line of text; a secret never shows. */
export function shownValue(value: Value | undefined): string {
  if (value === undefined) return "(unset)";
  const text = JSON.stringify(value, (_key, part: unknown) => (isHidden(part) ? "[secret]" : part));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

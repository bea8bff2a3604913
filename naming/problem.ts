const LONGEST_VALUE = 60;

/** One fault of a branch map as one sentence: its path in the map, the value found, the rule it breaks, the fix. */
export function problem(path: string, value: unknown, rule: string, fix: string): string {
  return `branches.ts ${path} is ${shown(value)}, but ${rule}; ${fix}.`;
}

/** One sentence for each property that is none of the known ones: most often a typing error. */
export function unknownProperties(path: string, value: object, known: readonly string[]): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map(
      (key) =>
        `branches.ts ${path} has a property ${shown(key)}, but the map knows ${known.join(", ")}; correct or remove it.`,
    );
}

/** Any value as a short text for a sentence. Never throws. */
export function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list (${short(listed(value))})`;
  if (isRecord(value)) return "an object";
  if (typeof value === "function") return "a function";
  if (typeof value === "string") {
    const cut = JSON.stringify(value.slice(0, LONGEST_VALUE));
    return value.length <= LONGEST_VALUE ? cut : `${cut.slice(0, -1)}…" (${value.length} characters)`;
  }
  return typeof value === "symbol" ? short(value.toString()) : short(`${value as number}`);
}

/** Whether a value is an object with named properties, rather than a list or null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listed(values: readonly unknown[]): string {
  // Nested lists are not opened: they could go round in circles.
  return Array.from(values, (each) => (Array.isArray(each) ? "a list" : shown(each))).join(", ");
}

function short(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

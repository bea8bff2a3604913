/** Inputs of a resource; nothing of their shape is promised, a policy also meets what a provider would refuse. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Stands for a value that a preview can't know, or that is a secret: no rule says anything about it. */
export const notKnown: unique symbol = Symbol("not known");

export const isObject = (value: unknown): value is Inputs =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What an object holds; nothing where the value is anything else. */
export const membersOf = (value: unknown): Inputs => (isObject(value) ? value : {});

export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** As AWS writes lists: a single value needs no brackets. */
export const oneOrMore = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly unknown[]) : [value];

/** The value at a path: `undefined` where there is none, not known where anything on the way isn't. */
export function at(inputs: Inputs, ...path: readonly (string | number)[]): unknown {
  let value: unknown = inputs;
  for (const key of path) {
    if (value === notKnown) return notKnown;
    value = Array.isArray(value) ? (value as readonly unknown[])[Number(key)] : membersOf(value)[key];
  }
  return value;
}

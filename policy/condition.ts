import { membersOf, notKnown, oneOrMore } from "./inputs";

/** What a condition asks of one key: `StringEquals: { "aws:SourceAccount": ["111122223333"] }`. */
export interface Asked {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly unknown[];
}

/** Whether any part of a condition keeps `does`, which is enough: all parts have to be met. What isn't known does. */
export function anyPart(condition: unknown, does: (asked: Asked) => boolean): boolean {
  if (condition === notKnown) return true;
  return Object.entries(membersOf(condition)).some(
    ([operator, keys]) =>
      keys === notKnown ||
      Object.entries(membersOf(keys)).some(([key, value]) =>
        does({ operator, key, values: oneOrMore(value) }),
      ),
  );
}

import { membersOf, notKnown, oneOrMore } from "./inputs";

/** Keys of conditions by which a right reaches only what bears a tag, or only makes what gets one. */
const tagKey = /^(aws|[a-z0-9-]+):(ResourceTag|RequestTag)\//i;

/**
 * Whether a condition limits a statement to resources with a tag: the tag has to be there (`Null: false`), or to have
 * a value. `…IfExists` limits nothing, and with `Null: true` the tag has to be missing. Not known yet counts as limited.
 */
export function isLimitedByTag(condition: unknown): boolean {
  if (condition === notKnown) return true;
  return Object.entries(membersOf(condition)).some(([operator, keys]) =>
    Object.entries(membersOf(keys)).some(([key, value]) => tagKey.test(key) && limits(operator, value)),
  );
}

function limits(operator: string, value: unknown): boolean {
  const values = oneOrMore(value);
  if (values.includes(notKnown)) return true;
  if (/^Null$/i.test(operator)) return values.every((one) => String(one) === "false");
  return /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator) && !values.includes("*");
}

import { anyPart, type Asked } from "./condition";
import { notKnown } from "./inputs";

/** By its own tag a resource is reached or not; by a tag of the request only what is made with it. */
const resourceTag = /^[a-z0-9-]+:ResourceTag\//i;
const requestTag = /^[a-z0-9-]+:RequestTag\//i;

/** Actions that make something. What is there already gets a tag by CreateTags, whatever it was before. */
const makes = /^[\w-]+:(Allocate|Copy|Create(?!\w*Tags$)|Import|Request|Run)\w*$/i;

/**
 * Whether a condition limits an action to resources with a tag: the tag has to be there (`Null: false`), or to have
 * a value. `…IfExists` limits nothing, and with `Null: true` the tag has to be missing. Not known yet counts as limited.
 */
export const isLimitedByTag = (condition: unknown, action: string): boolean =>
  anyPart(condition, (asked) => isOn(asked.key, action) && limits(asked));

const isOn = (key: string, action: string): boolean =>
  resourceTag.test(key) || (requestTag.test(key) && makes.test(action));

function limits({ operator, values }: Asked): boolean {
  if (values.includes(notKnown)) return true;
  if (/^Null$/i.test(operator)) return values.every((one) => String(one) === "false");
  return /^(ForAnyValue:)?String(Equals|EqualsIgnoreCase|Like)$/i.test(operator) && !values.some(isAnything);
}

const isAnything = (value: unknown): boolean => typeof value === "string" && /^[*?]+$/.test(value);

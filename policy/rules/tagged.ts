import type { Rule } from "../../settings/rule";
import { at, membersOf, notKnown, type Inputs } from "../inputs";
import { placeOf, type ResourceRule } from "../resource";

/** Which part of Turnout a resource is of: what the bill is split by. */
const partOf = "turnout:part-of";

const rule: Rule = `must hold ${partOf}; give the provider defaultTags: { tags: { "${partOf}": … } }`;
const ownRule: Rule = "must not be empty; remove it, the provider sets it";

/**
 * AWS resources get the tag by the `defaultTags` of their provider, which knows better than a list of types which of
 * them take tags. So that is where it has to be; a resource can only take it away, by a value of its own.
 */
export const tagged: ResourceRule = (resource) => {
  const { type, inputs } = resource;
  if (type === "pulumi:providers:aws") {
    const value = at({ tags: tagsOf(inputs) }, "tags", partOf);
    if (value === notKnown || (typeof value === "string" && value !== "")) return [];
    return [{ path: placeOf(resource, "defaultTags"), value: inputs.defaultTags, rule }];
  }
  const own = type.startsWith("aws:") ? at(inputs, "tags", partOf) : undefined;
  return own === "" ? [{ path: placeOf(resource, `tags["${partOf}"]`), value: own, rule: ownRule }] : [];
};

/** A provider's inputs that aren't text are JSON on their way to it. */
function tagsOf({ defaultTags }: Inputs): unknown {
  if (typeof defaultTags !== "string") return at({ defaultTags }, "defaultTags", "tags");
  try {
    return membersOf(JSON.parse(defaultTags)).tags;
  } catch {
    return undefined;
  }
}

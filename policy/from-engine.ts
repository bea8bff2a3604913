import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { membersOf, notKnown, type Inputs, type Resource } from "./resource";

type Seen = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props">;

/** A resource that the engine is about to create, as the rules take it. */
export const fromEngine = ({ urn, type, name, props }: Seen): Resource => ({
  urn,
  type,
  name,
  inputs: known(props),
});

/** A resource of a whole stack, as the rules take it; its `inputs` are then the provider's outputs. */
export const fromStack = (
  resource: Seen & {
    readonly propertyDependencies: Readonly<Record<string, readonly Pick<PolicyResource, "urn">[]>>;
  },
): Resource => ({
  ...fromEngine(resource),
  sources: Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([key, from]) => [key, from.map(({ urn }) => urn)]),
  ),
});

const known = (props: unknown): Inputs => membersOf(plain(() => props));

/**
 * A copy in which what a preview can't know is `notKnown`: the pack's own objects throw when such a value is read, and
 * that would end the whole policy for this resource, its known parts too.
 */
function plain(read: () => unknown): unknown {
  let value: unknown;
  try {
    value = read();
  } catch {
    return notKnown;
  }
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return Array.from({ length: list.length }, (_, index) => plain(() => list[index]));
  }
  if (typeof value !== "object" || value === null) return value;
  const object = value as Inputs;
  return Object.fromEntries(Object.keys(object).map((key) => [key, plain(() => object[key])]));
}

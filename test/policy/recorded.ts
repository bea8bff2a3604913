import type { Program } from "../../diff/record";
import { record } from "../../diff/record";
import { isHidden, type Recording } from "../../program/recording";
import { resourceRules, stackRules } from "../../policy/catalog";
import { type Inputs, notKnown, type Resource } from "../../policy/resource";
import { isObject } from "../../problems/problem";
import { sentence } from "../../problems/problem";

/** A recording as the rules take it; offline the id of a resource is its name, which shows references between resources. */
export function resourcesOf({ resources }: Recording): readonly Resource[] {
  return resources.map(({ urn, type, name, inputs }) => ({
    urn,
    type,
    name,
    inputs: visible(inputs) as Inputs,
    sources: Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [
        key,
        resources.filter((one) => one.name === value && one.urn !== urn).map((one) => one.urn),
      ]),
    ),
  }));
}

/** Problems that all rules find in a stack: the rule's name and its sentence. */
export function verdict(resources: readonly Resource[]): readonly string[] {
  const single = resourceRules.flatMap(({ name, rule }) =>
    resources.flatMap(rule).map((problem) => `${name}: ${sentence(problem)}`),
  );
  const whole = stackRules.flatMap(({ name, rule }) =>
    rule(resources).map((problem) => `${name}: ${sentence(problem)}`),
  );
  return [...single, ...whole];
}

/** Resources that a program for AWS or Kubernetes declares. */
export function declaredBy(declare: () => void): Promise<Recording> {
  const program: Program = () => {
    declare();
    return Promise.resolve({});
  };
  const config = { values: {}, secretKeys: [] };
  return record({ program, project: "turnout", stack: "policy", config, checkpoint: {} });
}

/** A resource by the end of its type and its name. */
export function find(resources: readonly Resource[], kind: string, name: string): Resource {
  const found = resources.filter((one) => one.type.endsWith(`:${kind}`) && one.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0];
}

/** A copy of a stack with one value of one resource changed; `undefined` removes it. */
export function broken(
  resources: readonly Resource[],
  resource: Resource,
  path: readonly (string | number)[],
  value: unknown,
): readonly Resource[] {
  const inputs = changed(resource.inputs, path, value) as Inputs;
  return resources.map((one) => (one === resource ? { ...resource, inputs } : one));
}

/** A copy with another value at a path that is there, but for its last part. */
function changed(holder: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof holder !== "object" || holder === null) throw new Error(`nothing holds ${key}`);
  if (Array.isArray(holder))
    return holder.map((item: unknown, index) => (index === key ? changed(item, rest, value) : item));
  const { [key]: old, ...others } = holder as Record<string, unknown>;
  const next = changed(old, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}

function visible(value: unknown): unknown {
  if (isHidden(value)) return notKnown;
  if (Array.isArray(value)) return value.map(visible);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visible(member)]));
}

import { isObject, type Problem } from "../problems/problem";

/** Inputs of a resource; their shape is unknown, because a policy also gets inputs that a provider would refuse. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Stands for a value that a preview can't know, or that is a secret: no rule says anything about it. */
export const notKnown: unique symbol = Symbol("not known");

/** The members of an object; none where the value is anything else. */
export const membersOf = (value: unknown): Inputs => (isObject(value) ? value : {});

export const unset = (value: unknown) => value === undefined || value === null;

export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** As AWS writes lists: a single value needs no brackets. */
export const oneOrMore = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly unknown[]) : [value];

/** The value at a path: `undefined` where there is none, not known where anything on the way isn't. */
export function inputAt(inputs: Inputs, ...path: readonly (string | number)[]): unknown {
  let value: unknown = inputs;
  for (const key of path) {
    if (value === notKnown) return notKnown;
    value = Array.isArray(value) ? (value as readonly unknown[])[Number(key)] : membersOf(value)[key];
  }
  return value;
}

/** A resource as the rules see it: in a preview, an update, or a recording of what the program declares. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  /** URNs of the resources that the value of an input comes from; known where whole stacks are checked. */
  readonly sources?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** A rule that checks one resource by itself. */
export type ResourceRule = (resource: Resource) => readonly Problem[];

/** A problem that only the resources together show, and the one to change. */
export interface StackProblem extends Problem {
  readonly urn: string;
}

export type StackRule = (resources: readonly Resource[]) => readonly StackProblem[];

/** Where something stands, for a sentence: `Deployment web-blue spec.replicas`. */
export const placeOf = ({ type, name }: Resource, path: string): string => `${kindOf(type)} ${name} ${path}`;

const kindOf = (type: string) => (type.startsWith("pulumi:providers:") ? "Provider" : type.split(":").at(-1));

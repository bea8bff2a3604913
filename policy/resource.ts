import type { Problem } from "../settings/rule";
import type { Inputs } from "./inputs";

/** A resource as the rules see it: in a preview, an update, or a recording of what the program declares. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  /** URNs of the resources that the value of an input comes from; known where whole stacks are checked. */
  readonly sources?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What is wrong with one resource by itself. */
export type ResourceRule = (resource: Resource) => readonly Problem[];

/** A problem that only the resources together show, and the one to change. */
export interface StackProblem extends Problem {
  readonly urn: string;
}

export type StackRule = (resources: readonly Resource[]) => readonly StackProblem[];

/** Where something stands, for a sentence: `Deployment web-blue spec.replicas`. */
export const placeOf = ({ type, name }: Resource, path: string): string => `${kindOf(type)} ${name} ${path}`;

const kindOf = (type: string) => (type.startsWith("pulumi:providers:") ? "Provider" : type.split(":").at(-1));

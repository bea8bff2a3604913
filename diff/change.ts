import type { Impact } from "../kinds/kind";
import type { Estimate } from "./estimate";
import type { Value } from "./recording";

export type Op = "create" | "update" | "replace" | "delete";

/** One property that differs; a side is undefined where it has no such property. */
export interface Difference {
  readonly path: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** It can't be changed in place: the resource is deleted and made again. */
  readonly replaces: boolean;
  /** The value came into a set, or went out of it; what else is in it stays. */
  readonly inSet?: true;
}

/** One resource that differs between base and head. */
export interface Change {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly op: Op;
  readonly impact: Impact;
  readonly differences: readonly Difference[];
  /** What a reviewer has to know of a resource that comes or goes, where its kind has such a thing. */
  readonly detail?: string;
}

/** Everything a pull request would change in one stack; with price and capacity where that runs on AWS. */
export interface StackDiff extends Estimate {
  readonly stack: string;
  /** Commits, as `git rev-parse --short` writes them, or a word for what is no commit. */
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Change[];
  /** All that the head declares, as `Deployment web-blue`. */
  readonly declared: readonly string[];
  /** What the update would do about each application, in the program's own words. */
  readonly messages: readonly string[];
  /** What stood in the way of a plain comparison, and what was done instead. */
  readonly notes: readonly string[];
}

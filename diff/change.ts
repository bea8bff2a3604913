import { type Impact, worst } from "../kinds/kind";
import { isOfCloud, partOf } from "../kinds/lookup";
import { partTitles } from "../kinds/part";
import type { Value } from "../program/recording";
import type { Estimate } from "./estimate";
import { legible } from "../problems/problem";

export type Op = "create" | "update" | "replace" | "delete";

/** One property that differs; a side is undefined where it has no such property. */
export interface Difference {
  readonly path: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** It can't be changed in place: the resource is deleted and created again. */
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
  /** A note for reviewers on a resource that is created or deleted, where its kind has one. */
  readonly detail?: string;
}

/** Everything a pull request would change in one stack; with price and capacity where that runs on AWS. */
export interface StackDiff extends Estimate {
  readonly stack: string;
  /** Commits, as `git rev-parse --short` writes them, or a word for what is no commit. */
  readonly base: string;
  readonly head: string;
  /** The base can't be evaluated, or isn't there: then nothing is known of what would change. */
  readonly isUnknown?: boolean;
  readonly changes: readonly Change[];
  /** All that the head declares, as `Deployment web-blue`. */
  readonly declared: readonly string[];
  /** The plan of the update for each application, in the program's own words. */
  readonly messages: readonly string[];
  /** What can't be carried out, or goes wrong later: whole sentences. */
  readonly warnings: readonly string[];
  /** Reasons why a plain comparison was not possible, and what was done instead. */
  readonly notes: readonly string[];
}

/** The diff as it may be printed, whatever the programs of two branches say. Values stay for `shownValue` to write. */
export function legibleDiff({ changes, ...diff }: StackDiff): StackDiff {
  return {
    ...legible(diff),
    changes: changes.map(({ differences, ...change }) => ({
      ...legible(change),
      differences: differences.map(({ path, ...difference }) => ({ path: legible(path), ...difference })),
    })),
  };
}

/** How often each operation occurs, and the worst of the impacts. */
export type Summary = Readonly<Record<Op, number>> & { readonly impact: Impact };

export function summaryOf(changes: readonly Change[]): Summary {
  const count = (op: Op) => changes.filter((change) => change.op === op).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    impact: worst(changes.map(({ impact }) => impact)),
  };
}

/** Changes with a heading, in the order of `compare`. */
export interface Section {
  readonly title: string;
  readonly changes: readonly Change[];
  /** It holds what moves traffic or can lose data, so it is never folded, and each impact is shown. */
  readonly isGrave: boolean;
}

const flat = 30; // changes: what one screen shows

/** A long list by parts of the stack, after what must be seen first; undefined where the list is short enough. */
export function sectionsOf(changes: readonly Change[]): readonly Section[] | undefined {
  if (changes.length <= flat) return undefined;
  const grave = changes.filter(({ impact }) => impact !== "none");
  const others = changes.filter(({ impact }) => impact === "none");
  const parts = partTitles.map((title) => ({
    title,
    changes: others.filter((change) => partOf(change) === title),
    isGrave: false,
  }));
  const all: readonly Section[] = [
    { title: "What moves traffic or can lose data", changes: grave, isGrave: true },
    ...parts,
  ];
  return all.filter((section) => section.changes.length > 0);
}

/** People who deploy a branch know its kinds; those of a platform need an explanation. */
export const hasDetails = (changes: readonly Change[]): boolean =>
  changes.length > flat ||
  (changes.some(({ type }) => isOfCloud(type)) &&
    !changes.some(({ urn }) => urn.includes("::turnout:environment:")));

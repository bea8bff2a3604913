import { worst, type Impact } from "../kinds/kind";
import { isOfCloud, partOf } from "../kinds/lookup";
import { partTitles } from "../kinds/part";
import type { Change, Op } from "./change";

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
  /** It holds what moves traffic or can lose data, so it is never folded, and each impact is told. */
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

/** Who deploys a branch knows its kinds; what a platform is made of needs a word. */
export const hasDetails = (changes: readonly Change[]): boolean =>
  changes.length > flat ||
  (changes.some(({ type }) => isOfCloud(type)) &&
    !changes.some(({ urn }) => urn.includes("::turnout:environment:")));

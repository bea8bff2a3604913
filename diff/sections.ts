import type { Change } from "./change";
import { partOf, partTitles } from "./part";
import { isOfCloud } from "./short-type";

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

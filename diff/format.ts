import type { Impact } from "../kinds/kind";
import { kindName } from "../kinds/lookup";
import { priceList } from "../kinds/unit-prices";
import { inOneLine, json } from "../problems/problem";
import { isHidden, type Value } from "../program/recording";
import {
  type Change,
  type Difference,
  hasDetails,
  legibleDiff,
  type Op,
  type Section,
  sectionsOf,
  type StackDiff,
  type Summary,
  summaryOf,
} from "./change";
import { capacityLine, deltaOf, type ItemChange, type PriceChange } from "./estimate";

const sign: Readonly<Record<Op, string>> = { create: "+", update: "~", replace: "±", delete: "-" };

/** For a terminal: the summary first, then each change with what differs; many of them by parts of the stack. */
export function formatText(diff: StackDiff): string {
  const { stack, base, head, changes, declared, messages, warnings, notes, price, capacity } =
    legibleDiff(diff);
  const lines = [
    `Stack ${stack}, ${base} → ${head}: ${headline(diff)}`,
    ...notes.map((note) => `  note: ${note}`),
    ...messages.map((message) => `  ${message}`),
    ...(price ? [`  ${priceLine(price)}`] : []),
    ...(capacity ? [`  ${capacityLine(capacity)}`] : []),
    ...[...warnings, ...(capacity?.problems ?? [])].map((warning) => `  warning: ${warning}`),
    // Where nothing changes, a newcomer still wants to see what there is.
    ...(changes.length === 0 && declared.length > 0
      ? ["  It declares:", ...declared.map((one) => `    ${one}`)]
      : []),
    ...(sectionsOf(changes)?.flatMap(sectionLines) ??
      (changes.length > 0 ? ["", ...changeLines(changes, true, hasDetails(changes))] : [])),
  ];
  return `${lines.join("\n")}\n`;
}

const sectionLines = ({ title, changes, isGrave }: Section) => [
  "",
  `${title}: ${summaryText(summaryOf(changes))}`,
  ...changeLines(changes, isGrave, true),
];

function changeLines(changes: readonly Change[], withImpact: boolean, withDetail: boolean): string[] {
  const width = Math.max(0, ...changes.map((change) => titleOf(change).length));
  const impactWidth = Math.max(0, ...changes.map(({ impact }) => impactText[impact].length));
  return changes.flatMap((change) => {
    const detail = withDetail ? change.detail : undefined;
    const impact = impactText[change.impact];
    const columns = [
      `${sign[change.op]} ${titleOf(change).padEnd(width)}`,
      ...(withImpact ? [detail === undefined ? impact : impact.padEnd(impactWidth)] : []),
      ...(detail === undefined ? [] : [detail]),
    ];
    return [
      columns.join("  ").trimEnd(),
      ...change.differences.map((difference) => {
        const line = `    ${difference.path}: ${valueChange(difference)}`;
        return difference.replaces ? `${line}  (replaces it)` : line;
      }),
    ];
  });
}

const titleOf = ({ op, type, name }: Change) => `${op.padEnd(7)} ${kindName(type)} ${name}`;

/** For programs. `values` are as text, shortened as in the other formats; a secret's is `"[secret]"`. */
export function formatJson(diff: StackDiff): string {
  const { stack, base, head, changes, messages, warnings, notes, price, capacity } = legibleDiff(diff);
  const document = {
    stack,
    base,
    head,
    changes: changes.map(({ urn, type, name, op, impact, differences, detail }) => ({
      urn,
      type,
      name,
      op,
      impact,
      ...(detail !== undefined && { detail }),
      paths: differences.map(({ path }) => path),
      values: differences.map(({ before, after }) => ({
        before: shownValue(before),
        after: shownValue(after),
      })),
    })),
    summary: { ...summaryOf(changes), ...(diff.isUnknown && { impact: "unknown" }) },
    messages,
    ...(warnings.length > 0 && { warnings }),
    notes,
    ...(price && { price: { ...priceList, ...price } }),
    ...(capacity && { capacity }),
  };
  return json(document);
}

/** What a reviewer reads first. */
export const headline = ({ isUnknown, changes }: StackDiff): string =>
  isUnknown ? "what would change is not known" : summaryText(summaryOf(changes));

/** `1 to create, 2 to update; moves traffic` */
export function summaryText(summary: Summary): string {
  const ops: readonly Op[] = ["create", "update", "replace", "delete"];
  const counts = ops.filter((op) => summary[op] > 0).map((op) => `${summary[op]} to ${op}`);
  return counts.length === 0 ? "no changes" : `${counts.join(", ")}; ${impactText[summary.impact]}`;
}

export const impactText: Readonly<Record<Impact, string>> = {
  none: "no traffic",
  traffic: "moves traffic",
  data: "can lose data",
};

const longest = 100; // characters: a reviewer reads a line, not a document

/** A property's value in a line of text; a secret never shows. */
export function shownValue(value: Value | undefined): string {
  if (value === undefined) return "(unset)";
  const text = JSON.stringify(value, (_key, part: unknown) => (isHidden(part) ? "[secret]" : part));
  return inOneLine(text, longest);
}

/** `"a" → "b"`, or `+ "a"` for what came into a set. @param quote how the output sets off values. */
export function valueChange({ before, after, inSet }: Difference, quote = (text: string) => text): string {
  if (!inSet) return `${quote(shownValue(before))} → ${quote(shownValue(after))}`;
  return before === undefined ? `+ ${quote(shownValue(after))}` : `- ${quote(shownValue(before))}`;
}

const conditions = `list prices of ${priceList.region}, ${priceList.date}, without traffic, logs and LCUs`;

const shown = 3; // items: the rest is in the details

/**
 * `Price: about $9.01 → $18 a month (…): 1 → 2 × pod of web, 0.25 vCPU / 0.5 GB (+$9.01)`
 *
 * @param quote how the output sets off amounts and names.
 */
export function priceLine(
  { before, after, most, items }: PriceChange,
  quote = (text: string) => text,
): string {
  const change =
    usd(before) === usd(after) ? quote(usd(after)) : `${quote(usd(before))} → ${quote(usd(after))}`;
  const scaled = usd(most) === usd(after) ? "" : `, up to ${quote(usd(most))} with autoscaling`;
  const changed = items.filter(isChanged);
  const rest = changed.length - shown;
  const list = [
    ...changed.slice(0, shown).map((item) => quote(itemText(item))),
    ...(rest > 0 ? [`${rest} more`] : []),
  ];
  return `Price: about ${change} a month${scaled} (${conditions})${list.length > 0 ? `: ${list.join("; ")}` : ""}`;
}

const isChanged = (item: ItemChange) => deltaOf(item) !== 0 || item.before.count !== item.after.count;

function itemText(item: ItemChange): string {
  const { what, before, after } = item;
  const count =
    before.count === 0 || before.count === after.count ? after.count : `${before.count} → ${after.count}`;
  const delta = deltaOf(item);
  return `${count} × ${what} (${delta < 0 ? "−" : "+"}${usd(Math.abs(delta))})`;
}

/** Whole dollars from ten on: what follows from list prices is no more exact than that. */
export function usd(amount: number): string {
  const digits = amount === 0 || amount >= 10 ? 0 : 2;
  return `$${amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

import { capacityLine } from "./capacity";
import type { Change, Op, StackDiff } from "./change";
import { priceLine } from "./estimate-text";
import { kindOf } from "./replacement";
import { hasDetails, sectionsOf, type Section } from "./sections";
import { impactText, summaryOf, summaryText } from "./summary";
import { valueChange } from "./value-change";

const sign: Readonly<Record<Op, string>> = { create: "+", update: "~", replace: "±", delete: "-" };

/** For a terminal: the summary first, then each change with what differs; many of them by parts of the stack. */
export function formatText(diff: StackDiff): string {
  const { stack, base, head, changes, declared, messages, notes, price, capacity } = diff;
  const lines = [
    `Stack ${stack}, ${base} → ${head}: ${summaryText(summaryOf(changes))}`,
    ...notes.map((note) => `  note: ${note}`),
    ...messages.map((message) => `  ${message}`),
    ...(price ? [`  ${priceLine(price)}`] : []),
    ...(capacity ? [`  ${capacityLine(capacity)}`] : []),
    ...(capacity?.problems ?? []).map((problem) => `  warning: ${problem}`),
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

const titleOf = ({ op, type, name }: Change) => `${op.padEnd(7)} ${kindOf(type)} ${name}`;

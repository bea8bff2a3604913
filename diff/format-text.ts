import { capacityLine } from "./capacity-text";
import type { Change, Op, StackDiff } from "./change";
import { priceLine } from "./estimate-text";
import { kindOf } from "./replacement";
import { shownValue } from "./shown-value";
import { impactText, summaryOf, summaryText } from "./summary";

const sign: Readonly<Record<Op, string>> = { create: "+", update: "~", replace: "±", delete: "-" };

/** For a terminal: the summary first, then each change with what differs. */
export function formatText(diff: StackDiff): string {
  const { stack, base, head, changes, declared, messages, notes, price, capacity } = diff;
  const width = Math.max(0, ...changes.map((change) => titleOf(change).length));
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
    ...(changes.length > 0 ? [""] : []),
    ...changes.flatMap((change) => [
      `${sign[change.op]} ${titleOf(change).padEnd(width)}  ${impactText[change.impact]}`,
      ...change.differences.map(({ path, before, after, replaces }) => {
        const values = `    ${path}: ${shownValue(before)} → ${shownValue(after)}`;
        return replaces ? `${values}  (replaces it)` : values;
      }),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

const titleOf = ({ op, type, name }: Change) => `${op.padEnd(7)} ${kindOf(type)} ${name}`;

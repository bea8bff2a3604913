import { capacityLine } from "./capacity-text";
import type { Change, StackDiff } from "./change";
import type { PriceChange } from "./estimate";
import { priceLine, usd } from "./estimate-text";
import { kindOf } from "./replacement";
import { shownValue } from "./shown-value";
import { impactText, summaryOf, summaryText } from "./summary";

/** For a comment on a pull request: the table is what a reviewer with one minute reads, the details fold. */
export function formatMarkdown(diff: StackDiff): string {
  const { stack, base, head, changes, messages, notes, price, capacity } = diff;
  const blocks = [
    `### Turnout: stack ${code(stack)}, ${summaryText(summaryOf(changes))}`,
    `${code(base)} → ${code(head)}`,
    ...notes.map((note) => `> ${escape(note)}`),
    messages.map((message) => `- ${escape(message)}`).join("\n"),
    // Amounts as code: two dollar signs in a line are a formula on GitHub.
    price ? priceLine(price, code) : "",
    capacity ? escape(capacityLine(capacity)) : "",
    ...(capacity?.problems ?? []).map((problem) => `> **Warning:** ${escape(problem)}`),
    changes.length > 0 ? table(changes) : "",
    details(changes),
    price && price.items.length > 0 ? priceTable(price) : "",
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function table(changes: readonly Change[]): string {
  const rows = changes.map(
    ({ op, type, name, impact }) =>
      `| ${op} | ${kindOf(type)} | ${code(name)} | ${impact === "none" ? impactText[impact] : `**${impactText[impact]}**`} |`,
  );
  return ["| | kind | name | impact |", "|---|---|---|---|", ...rows].join("\n");
}

function details(changes: readonly Change[]): string {
  const lines = changes.flatMap(({ type, name, differences }) =>
    differences.map(
      ({ path, before, after, replaces }) =>
        `- ${kindOf(type)} ${code(name)} ${code(path)}: ${code(shownValue(before))} → ${code(shownValue(after))}${replaces ? " (replaces it)" : ""}`,
    ),
  );
  if (lines.length === 0) return "";
  return ["<details><summary>What differs</summary>", "", ...lines, "", "</details>"].join("\n");
}

function priceTable({ items }: PriceChange): string {
  const amount = ({ count, monthly }: PriceChange["items"][number]["after"]) =>
    count === 0 ? "–" : `${count} × ${code(usd(monthly / count))} = ${code(usd(monthly))}`;
  const rows = items.map(
    ({ what, before, after }) => `| ${escape(what)} | ${amount(before)} | ${amount(after)} |`,
  );
  const table = ["| a month | before | after |", "|---|---|---|", ...rows];
  return ["<details><summary>What it costs</summary>", "", ...table, "", "</details>"].join("\n");
}

/** As code, whatever is in it: a longer fence than any run of backticks inside. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replace(/\r?\n/g, " ").replace(/\|/g, "\\|")}${pad}${fence}`;
}

const escape = (text: string) => text.replace(/\r?\n/g, " ").replace(/[\\`*_<>|[\]#]/g, "\\$&");

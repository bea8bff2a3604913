import { kindName } from "../kinds/lookup";
import { capacityLine, type PriceChange } from "./estimate";
import {
  type Change,
  hasDetails,
  legibleDiff,
  type Section,
  sectionsOf,
  type StackDiff,
  summaryOf,
} from "./change";
import { headline, impactText, priceLine, summaryText, usd, valueChange } from "./format";

/** For a comment on a pull request: the table is what a reviewer with one minute reads, the details fold. */
export function formatMarkdown(diff: StackDiff): string {
  const { stack, base, head, changes, messages, warnings, notes, price, capacity } = legibleDiff(diff);
  const blocks = [
    `### Turnout: stack ${code(stack)}, ${headline(diff)}`,
    `${code(base)} → ${code(head)}`,
    ...notes.map((note) => `> ${escape(note)}`),
    messages.map((message) => `- ${escape(message)}`).join("\n"),
    // Amounts as code: two dollar signs in a line are a formula on GitHub.
    price ? priceLine(price, code) : "",
    capacity ? escape(capacityLine(capacity)) : "",
    ...[...warnings, ...(capacity?.problems ?? [])].map((warning) => `> **Warning:** ${escape(warning)}`),
    ...(sectionsOf(changes)?.map(sectionBlock) ??
      (changes.length > 0 ? [table(changes, true, hasDetails(changes))] : [])),
    details(changes),
    price && price.items.length > 0 ? priceTable(price) : "",
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** Important sections are open, the others are one line that unfolds. */
function sectionBlock({ title, changes, isGrave }: Section): string {
  if (isGrave) return [`**${title}**`, "", table(changes, true, true)].join("\n");
  const summary = `${title}: ${summaryText(summaryOf(changes))}`;
  return [`<details><summary>${summary}</summary>`, "", table(changes, false, true), "", "</details>"].join(
    "\n",
  );
}

function table(changes: readonly Change[], withImpact: boolean, withDetail: boolean): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = changes.map(({ op, type, name, impact, detail }) =>
    row([
      op,
      kindName(type),
      code(name),
      ...(withImpact ? [impact === "none" ? impactText[impact] : `**${impactText[impact]}**`] : []),
      ...(withDetail ? [detail === undefined ? "" : code(detail)] : []),
    ]),
  );
  const heads = ["kind", "name", ...(withImpact ? ["impact"] : []), ...(withDetail ? ["detail"] : [])];
  return [`| | ${heads.join(" | ")} |`, `|${"---|".repeat(heads.length + 1)}`, ...rows].join("\n");
}

function details(changes: readonly Change[]): string {
  const lines = changes.flatMap(({ type, name, differences }) =>
    differences.map(
      (difference) =>
        `- ${kindName(type)} ${code(name)} ${code(difference.path)}: ${valueChange(difference, code)}${difference.replaces ? " (replaces it)" : ""}`,
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
  return `${fence}${pad}${text.replace(/\|/g, "\\|")}${pad}${fence}`;
}

const escape = (text: string) => text.replace(/[\\`*_<>|[\]#]/g, "\\$&");

import type { Change, StackDiff } from "./change";
import { kindOf } from "./replacement";
import { shownValue } from "./shown-value";
import { impactText, summaryOf, summaryText } from "./summary";

/** For a comment on a pull request: the table is what a reviewer with one minute reads, the details fold. */
export function formatMarkdown(diff: StackDiff): string {
  const { stack, base, head, changes, messages, notes } = diff;
  const blocks = [
    `### Turnout: stack ${code(stack)}, ${summaryText(summaryOf(changes))}`,
    `${code(base)} → ${code(head)}`,
    ...notes.map((note) => `> ${escape(note)}`),
    messages.map((message) => `- ${escape(message)}`).join("\n"),
    changes.length > 0 ? table(changes) : "",
    details(changes),
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

/** As code, whatever is in it: a longer fence than any run of backticks inside. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replace(/\r?\n/g, " ").replace(/\|/g, "\\|")}${pad}${fence}`;
}

const escape = (text: string) => text.replace(/\r?\n/g, " ").replace(/[\\`*_<>|[\]#]/g, "\\$&");

import { priceList } from "../price/unit-prices";
import type { StackDiff } from "./change";
import { shownValue } from "./shown-value";
import { summaryOf } from "./summary";

/** For programs. `values` are as text, shortened as in the other formats; a secret's is `"[secret]"`. */
export function formatJson(diff: StackDiff): string {
  const { stack, base, head, changes, messages, notes, price, capacity } = diff;
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
    summary: summaryOf(changes),
    messages,
    notes,
    ...(price && { price: { ...priceList, ...price } }),
    ...(capacity && { capacity }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

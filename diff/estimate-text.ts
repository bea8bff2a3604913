import { priceList } from "../kinds/unit-prices";
import { deltaOf, type ItemChange, type PriceChange } from "./estimate";

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

import { isOnAws } from "../capacity/on-aws";
import type { Sharing } from "../capacity/occupancy";
import { monthlyPrice, type Item } from "../price/monthly-price";
import { capacityOf, type Capacity } from "./capacity";
import type { Recording } from "./recording";

/** How many of one thing, and what they cost in a month, in USD. */
type Amount = Pick<Item, "count" | "monthly">;

export interface ItemChange {
  readonly what: string;
  readonly before: Amount;
  readonly after: Amount;
}

/** What a stack costs in a month with no release under way, in USD; nothing where it is on no cloud. */
export interface PriceChange {
  readonly before: number;
  readonly after: number;
  /** With every autoscaler of the head at its largest. */
  readonly most: number;
  /** All that costs something, before or after; what changes most comes first. */
  readonly items: readonly ItemChange[];
}

export interface Estimate {
  readonly price?: PriceChange;
  readonly capacity?: Capacity;
}

export interface EstimateArgs {
  readonly base: Recording;
  readonly head: Recording;
  /** What the head declares once its release has settled: while it is under way, both colors run. */
  readonly atRest: () => Promise<Recording>;
  readonly sharing: () => Sharing | undefined;
}

/** Price and capacity of a stack on AWS; of one on a local cluster neither, and nothing is evaluated for it. */
export async function estimateOf({ base, head, atRest, sharing }: EstimateArgs): Promise<Estimate> {
  if (!isOnAws(head)) return isOnAws(base) ? { price: priceChange(base, head) } : {};
  const rest = base.resources.length === 0 ? head : await atRest();
  return { price: priceChange(base, rest), capacity: capacityOf(head, rest, sharing()) };
}

export function priceChange(base: Recording, head: Recording): PriceChange {
  const none = { items: [], total: 0, most: 0 };
  const before = monthlyPrice(base) ?? none;
  const after = monthlyPrice(head) ?? none;
  const names = new Set([...after.items, ...before.items].map(({ what }) => what));
  const items = [...names].map((what) => ({
    what,
    before: amountOf(before.items, what),
    after: amountOf(after.items, what),
  }));
  const size = (item: ItemChange) => Math.abs(deltaOf(item));
  return {
    before: before.total,
    after: after.total,
    most: after.most,
    items: items.sort((a, b) => size(b) - size(a)), // else in their own order, the dearest first
  };
}

/** USD a month that an item adds; a cent's fraction is none. */
export const deltaOf = ({ before, after }: ItemChange): number =>
  Math.round((after.monthly - before.monthly) * 100) / 100;

function amountOf(items: readonly Item[], what: string): Amount {
  const { count, monthly } = items.find((item) => item.what === what) ?? { count: 0, monthly: 0 };
  return { count, monthly: Math.round(monthly * 100) / 100 };
}

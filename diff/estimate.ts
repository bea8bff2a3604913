import { isOnAws } from "../estimate/fargate";
import { type Item, monthlyPrice } from "../estimate/monthly-price";
import {
  type Load,
  loadLimit,
  loadsOf,
  type Occupancy,
  occupancyOf,
  occupancyProblem,
  type Sharing,
} from "../estimate/occupancy";
import { podsOf } from "../estimate/pods";
import { kindOf } from "../kinds/lookup";
import type { Recording } from "../program/recording";

/** How many of one thing, and what they cost in a month, in USD. */
type Amount = Pick<Item, "count" | "monthly">;

export interface ItemChange {
  readonly what: string;
  readonly before: Amount;
  readonly after: Amount;
}

/** Price of a stack a month with no release under way, in USD; nothing where it is on no cloud. */
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

interface EstimateArgs {
  readonly base: Recording;
  readonly head: Recording;
  /** Resources of the head once its release has settled: while it is under way, both colors run. */
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
    items: items.sort((a, b) => size(b) - size(a)), // else in their own order, the most expensive first
  };
}

/** USD a month that an item adds; a cent's fraction is none. */
export const deltaOf = ({ before, after }: ItemChange): number =>
  Math.round((after.monthly - before.monthly) * 100) / 100;

function amountOf(items: readonly Item[], what: string): Amount {
  const { count, monthly } = items.find((item) => item.what === what) ?? { count: 0, monthly: 0 };
  return { count, monthly: Math.round(monthly * 100) / 100 };
}

/** Addresses of the private subnets: one for each pod. */
interface Addresses {
  readonly all: number;
  /** The most that the platform and the environments known here may take. */
  readonly most: number;
}

/** Use of limited resources by a stack. */
interface Capacity {
  /** With no release under way, and the most that may run at once. */
  readonly pods: { readonly count: number; readonly most: number };
  /** Load of its routes on load balancers, by Gateway. */
  readonly loads: Readonly<Record<string, Load>>;
  /** Of the load balancers that it shares with others. */
  readonly shared?: readonly Occupancy[];
  /** Where the stack has the subnets. */
  readonly addresses?: Addresses;
  /** Limits that are reached, nearly reached or exceeded: whole sentences. */
  readonly problems: readonly string[];
}

interface Quota {
  readonly spec?: { readonly hard?: { readonly pods?: string } };
}

/** @param atRest resources of the head once its release has settled. */
export function capacityOf(head: Recording, atRest: Recording, sharing: Sharing | undefined): Capacity {
  const count = podsOf(atRest).reduce((sum, pods) => sum + pods.count, 0);
  const most = podsOf(head).reduce((sum, pods) => sum + pods.most, 0);
  const pods = { count, most: quotaOf(head) ?? Math.max(count, most) };
  const loads = Object.fromEntries([...loadsOf(head)].sort(([a], [b]) => (a < b ? -1 : 1)));
  const shared = sharing && occupancyOf(sharing);
  const addresses = addressesOf(head, [
    pods,
    ...(sharing?.tenants ?? []).map((tenant) => ({ most: tenant.pods })),
  ]);
  const problems = [
    ...Object.entries(loads).flatMap(overload),
    ...(shared ?? []).map(occupancyProblem),
    ...tooLarge(head),
    addresses && shortage(addresses),
  ].filter((problem) => problem !== undefined);
  return { pods, loads, ...(shared && { shared }), ...(addresses && { addresses }), problems };
}

/** The API server allows no more pods, also while a release replaces some. */
function quotaOf({ resources }: Recording): number | undefined {
  const quotas = resources.filter(({ type }) => type === "kubernetes:core/v1:ResourceQuota");
  if (quotas.length === 0) return undefined;
  return quotas.reduce((sum, { inputs }) => sum + Number((inputs as Quota).spec?.hard?.pods ?? 0), 0);
}

/** Each pod takes an address of its own (docs/facts.md#fargate-limits). */
function addressesOf(head: Recording, pods: readonly { readonly most: number }[]): Addresses | undefined {
  const each = head.resources.map(({ type, inputs }) => kindOf(type).addresses?.(inputs) ?? {});
  const sum = (part: "brings" | "takes") => each.reduce((total, { [part]: count = 0 }) => total + count, 0);
  const all = sum("brings");
  if (all === 0) return undefined;
  return { all, most: pods.reduce((total, { most }) => total + most, sum("takes")) };
}

function overload([gateway, load]: [string, Load]): string[] {
  const parts = { targetGroups: "target groups", rules: "rules" } as const;
  return (["targetGroups", "rules"] as const)
    .filter((part) => load[part] > loadLimit[part])
    .map(
      (part) =>
        `Gateway ${gateway} would have ${load[part]} ${parts[part]}, and its load balancer takes ${loadLimit[part]}; give this environment fewer applications.`,
    );
}

function tooLarge(head: Recording): string[] {
  const names = podsOf(head).flatMap(({ of, size }) => (size === undefined ? [of] : []));
  return [...new Set(names)].map(
    (name) =>
      `The pods of ${name} ask for more than Fargate's largest size, 16 vCPU / 120 GB, of which it keeps 256 MB; lower their resources, or they never start.`,
  );
}

function shortage({ all, most }: Addresses): string | undefined {
  if (most <= all) return undefined;
  return `The private subnets have ${all} addresses, and ${most} pods may want one; remove environments that nobody uses, or give them fewer replicas.`;
}

/** `Capacity: 1 pod, at most 3; 4 of 100 target groups and 2 of 100 rules on Gateway turnout/shared; …` */
export function capacityLine({ pods, loads, shared = [], addresses }: Capacity): string {
  const { count, most } = pods;
  const carried = Object.entries(loads).filter(([, { targetGroups }]) => targetGroups > 0);
  const parts = [
    `${amount(count)} ${count === 1 ? "pod" : "pods"}${most > count ? `, at most ${amount(most)}` : ""}`,
    ...carried.map(
      ([gateway, { targetGroups, rules }]) =>
        `${targetGroups} of ${loadLimit.targetGroups} target groups and ${rules} of ${loadLimit.rules} rules on Gateway ${gateway}`,
    ),
    ...shared.map(
      ({ gateway, environments, room }) =>
        `${environments} of ${room} environments (known here) on Gateway ${gateway}`,
    ),
    ...(addresses
      ? [`at most ${amount(addresses.most)} of ${amount(addresses.all)} addresses for pods`]
      : []),
  ];
  return `Capacity: ${parts.join("; ")}`;
}

const amount = (number: number) => number.toLocaleString("en-US");

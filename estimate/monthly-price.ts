import { kindOf } from "../kinds/lookup";
import { monthly, type Item as Unit, unitPrices } from "../kinds/unit-prices";
import type { Declared, Recording } from "../program/recording";
import { type FargateSize, isOnAws, sizeText } from "./fargate";
import { type Pods, podsOf } from "./pods";

/** A number of equal resources, and their monthly cost. */
export interface Item {
  readonly what: string;
  readonly count: number;
  /** USD. */
  readonly monthly: number;
  /** USD, with every autoscaler at its largest. */
  readonly most: number;
}

/** Monthly cost of a stack by list prices, in USD, without prices by volume (docs/prices.md). */
interface MonthlyPrice {
  readonly items: readonly Item[];
  readonly total: number;
  /** USD, with every autoscaler at its largest. */
  readonly most: number;
}

/** The price of all resources of a stack; undefined where it doesn't run on AWS and nothing has a price. */
export function monthlyPrice(recording: Recording): MonthlyPrice | undefined {
  if (!isOnAws(recording)) return undefined;
  const zones = zonesOf(recording);
  const all = [
    ...recording.resources.flatMap((resource) => itemsOf(resource, zones)),
    ...podsOf(recording).flatMap(itemOfPods),
  ];
  const items = together(all).filter(({ count, most }) => count > 0 || most > 0);
  const sum = (part: "monthly" | "most") => inCents(items.reduce((total, item) => total + item[part], 0));
  return { items, total: sum("monthly"), most: sum("most") };
}

/** The fewest that a load balancer needs (docs/facts.md#alb-limits), and the default length of `aws.zones`. */
const fewestZones = 2;

/** Number of zones of a recording's load balancers, each of which gives them a public address. */
function zonesOf({ resources, zones = [] }: Recording): number {
  const subnets = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
  const declared = new Set(subnets.map(({ inputs }) => inputs.availabilityZone));
  return Math.max(fewestZones, declared.size, zones.length);
}

/** The items of a resource itself. */
function itemsOf({ type, inputs }: Declared, zones: number): Item[] {
  const { price = {} } = kindOf(type);
  const units = typeof price === "function" ? price(inputs, zones) : price;
  return (Object.keys(units) as Unit[]).map((unit) => {
    const count = units[unit] ?? 0;
    const cost = count * monthly(unit);
    return { what: unitPrices[unit].item, count, monthly: cost, most: cost };
  });
}

/** Pods that never start cost nothing. */
function itemOfPods({ of, count, most, size }: Pods): Item[] {
  if (size === undefined) return [];
  const each = podMonth(size);
  return [{ what: `pod of ${of}, ${sizeText(size)}`, count, monthly: count * each, most: most * each }];
}

/** So that the order of the same resources can't show as a difference. */
const inCents = (usd: number): number => Math.round(usd * 100) / 100;

const podMonth = ({ vcpu, gigabytes }: FargateSize): number =>
  vcpu * monthly("fargateVcpu") + gigabytes * monthly("fargateGigabyte");

/** One item of each kind, the dearest first, then by name. */
function together(items: readonly Item[]): Item[] {
  const sums = new Map<string, Item>();
  for (const { what, count, monthly, most } of items) {
    const sum = sums.get(what) ?? { what, count: 0, monthly: 0, most: 0 };
    sums.set(what, {
      what,
      count: sum.count + count,
      monthly: sum.monthly + monthly,
      most: sum.most + most,
    });
  }
  return [...sums.values()].sort((a, b) => b.monthly - a.monthly || (a.what < b.what ? -1 : 1));
}

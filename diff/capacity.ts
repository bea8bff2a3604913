import { loadLimit, loadsOf, type Load } from "../capacity/load-balancer";
import { occupancyOf, occupancyProblem, type Occupancy, type Sharing } from "../capacity/occupancy";
import { podsOf } from "../capacity/pods";
import { kindOf } from "../kinds/lookup";
import type { Recording } from "./recording";

/** Addresses of the private subnets: one for each pod. */
export interface Addresses {
  readonly all: number;
  /** The most that the platform and the environments known here may take. */
  readonly most: number;
}

/** What a stack takes of what there is a limit to. */
export interface Capacity {
  /** With no release under way, and the most that may run at once. */
  readonly pods: { readonly count: number; readonly most: number };
  /** What its routes take of load balancers, by Gateway. */
  readonly loads: Readonly<Record<string, Load>>;
  /** Of the load balancers that it shares with others. */
  readonly shared?: readonly Occupancy[];
  /** Where the stack has the subnets. */
  readonly addresses?: Addresses;
  /** What is full, soon will be, or can't work: whole sentences. */
  readonly problems: readonly string[];
}

interface Quota {
  readonly spec?: { readonly hard?: { readonly pods?: string } };
}

/** @param atRest what the head declares once its release has settled. */
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

/** The API server lets no more run, also while a release replaces pods. */
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
      ({ gateway, environments, room }) => `${environments} of ${room} environments on Gateway ${gateway}`,
    ),
    ...(addresses
      ? [`at most ${amount(addresses.most)} of ${amount(addresses.all)} addresses for pods`]
      : []),
  ];
  return `Capacity: ${parts.join("; ")}`;
}

const amount = (number: number) => number.toLocaleString("en-US");

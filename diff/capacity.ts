import { otherAddresses, podAddresses } from "../capacity/addresses";
import { loadLimit, loadsOf, type Load } from "../capacity/load-balancer";
import { occupancyOf, occupancyProblem, type Occupancy } from "../capacity/occupancy";
import { podsOf } from "../capacity/pods";
import type { Sharing } from "../capacity/tenants";
import type { Recording } from "./recording";

/** Addresses of the private subnets: one for each pod. */
export interface Addresses {
  readonly all: number;
  /** What the platform itself takes. */
  readonly platform: number;
  /** The most that the environments known here may take. */
  readonly environments: number;
  readonly left: number;
}

/** What a stack takes of what there is a limit to. */
export interface Capacity {
  /** With no release under way, and the most that may run at once. */
  readonly pods: { readonly count: number; readonly most: number };
  /** What its routes take of load balancers, by Gateway. */
  readonly loads: Readonly<Record<string, Load>>;
  /** Of the load balancers that it shares with others. */
  readonly shared?: Occupancy;
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
  const addresses = addressesOf(head, pods.most, shared?.pods ?? 0);
  const problems = [
    ...Object.entries(loads).flatMap(overload),
    shared && occupancyProblem(shared),
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

function addressesOf(head: Recording, pods: number, environments: number): Addresses | undefined {
  const all = podAddresses(head);
  if (all === 0) return undefined;
  const platform = pods + otherAddresses(head);
  return { all, platform, environments, left: all - platform - environments };
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

function shortage({ all, left }: Addresses): string | undefined {
  if (left >= 0) return undefined;
  return `The private subnets have ${all} addresses, and ${all - left} pods may want one; remove environments that nobody uses, or give them fewer replicas.`;
}

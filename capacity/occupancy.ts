import { loadLimit, type Load } from "./load-balancer";
import { loadOfApplication, type Sharing, type Tenant } from "./tenants";

/** How full a load balancer is that environments share, if each that is known is where it goes when it is new. */
export interface Filling extends Load {
  readonly environments: number;
  /** How many there is room for, those here among them, if all to come are as large as the largest that is known. */
  readonly room: number;
}

/** How full all of them are together. */
export interface Occupancy extends Filling {
  readonly loadBalancers: number;
  /** The most that may run in all of them. */
  readonly pods: number;
  /** Each by its Gateway, where there are several: one that is full has no use of another's room. */
  readonly gateways?: Readonly<Record<string, Filling>>;
}

export function occupancyOf({ tenants, gateways }: Sharing): Occupancy {
  const next = largestOf(tenants);
  const fillingOn = (name: string) =>
    fillingOf(
      tenants.filter(({ gateway }) => gateway === name),
      next,
    );
  const each = gateways.map((name) => [name, fillingOn(name)] as const);
  const sum = (part: keyof Filling) => each.reduce((total, [, filling]) => total + filling[part], 0);
  return {
    environments: sum("environments"),
    room: sum("room"),
    loadBalancers: gateways.length,
    targetGroups: sum("targetGroups"),
    rules: sum("rules"),
    pods: tenants.reduce((total, { pods }) => total + pods, 0),
    ...(each.length > 1 && { gateways: Object.fromEntries(each) }),
  };
}

function largestOf(tenants: readonly Tenant[]): Load {
  const largest = (part: keyof Load) => Math.max(...tenants.map((tenant) => tenant[part]));
  if (tenants.length === 0) return loadOfApplication;
  return { targetGroups: largest("targetGroups"), rules: largest("rules") };
}

function fillingOf(tenants: readonly Tenant[], next: Load): Filling {
  const sum = (part: keyof Load) => tenants.reduce((total, tenant) => total + tenant[part], 0);
  const free = (part: keyof Load) => Math.floor((loadLimit[part] - sum(part)) / next[part]);
  return {
    environments: tenants.length,
    room: Math.max(0, tenants.length + Math.min(free("targetGroups"), free("rules"))),
    targetGroups: sum("targetGroups"),
    rules: sum("rules"),
  };
}

/** From here on another load balancer should be opened: its Gateway takes an update of the platform. */
const nearlyFull = 0.8;

const remedy = "open another Gateway: add a name to gateway.others in Pulumi.yaml";

/** Sentences, where one of them is full or soon will be. */
export function occupancyProblem({ gateways, ...all }: Occupancy): string | undefined {
  if (gateways === undefined) return fillingProblem("The load balancer", all);
  const problems = Object.entries(gateways).flatMap(
    ([name, filling]) => fillingProblem(`The load balancer of Gateway ${name}`, filling, " there") ?? [],
  );
  return problems.length === 0 ? undefined : problems.join(" ");
}

function fillingProblem(what: string, { environments, room }: Filling, there = ""): string | undefined {
  if (environments > room)
    return `${what} has room for ${room} of the ${environments} environments that the branches known here may have${there}; ${remedy}, or remove what nobody uses.`;
  if (environments < nearlyFull * room) return undefined;
  return `${what} has room for ${room} environments, and the branches known here may have ${environments}${there}; ${remedy}, before it is full.`;
}

/** `46 of 50 environments on this load balancer` */
export function occupancyText({ environments, room, gateways }: Occupancy): string {
  const known = "one for each branch known here";
  if (gateways === undefined)
    return `${environments} of ${room} environments on this load balancer, ${known}`;
  const each = Object.entries(gateways).map(
    ([name, filling]) => `${filling.environments} of ${filling.room} environments on Gateway ${name}`,
  );
  return `${each.join(", ")}: ${known}, each where it goes when it is new`;
}

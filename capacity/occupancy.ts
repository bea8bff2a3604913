import { loadLimit, type Load } from "./load-balancer";
import { loadOfApplication, type Sharing } from "./tenants";

/** How full the load balancers are that environments share. */
export interface Occupancy extends Load {
  readonly environments: number;
  /** How many there is room for, those here among them, if all to come are as large as the largest here. */
  readonly room: number;
  readonly loadBalancers: number;
  /** The most that may run in all of them. */
  readonly pods: number;
}

/** Which of the load balancers an environment is on is recorded in its stack alone, so they count together. */
export function occupancyOf({ tenants, loadBalancers }: Sharing): Occupancy {
  const sum = (part: keyof Load | "pods") => tenants.reduce((total, tenant) => total + tenant[part], 0);
  const free = (part: keyof Load) => {
    const largest = Math.max(...tenants.map((tenant) => tenant[part]));
    const next = tenants.length === 0 ? loadOfApplication[part] : largest;
    const onEach = Math.floor(loadLimit[part] / next) * next; // no environment is spread over two
    return Math.floor((onEach * loadBalancers - sum(part)) / next);
  };
  return {
    environments: tenants.length,
    room: Math.max(0, tenants.length + Math.min(free("targetGroups"), free("rules"))),
    loadBalancers,
    targetGroups: sum("targetGroups"),
    rules: sum("rules"),
    pods: sum("pods"),
  };
}

/** From here on another load balancer should be opened: its Gateway takes an update of the platform. */
const nearlyFull = 0.8;

const remedy = "open another Gateway: add a name to gateway.others in Pulumi.yaml";

/** A sentence, where they are full or soon will be. */
export function occupancyProblem({ environments, room, loadBalancers }: Occupancy): string | undefined {
  const has = loadBalancers === 1 ? "The load balancer has" : `The ${loadBalancers} load balancers have`;
  const facts = `${has} room for ${room} of the ${environments} environments that the branches known here may have`;
  if (environments > room) return `${facts}; ${remedy}, or remove what nobody uses.`;
  if (environments < nearlyFull * room) return undefined;
  return `${has} room for ${room} environments, and the branches known here may have ${environments}; ${remedy}, before it is full.`;
}

/** `46 of 50 environments on this load balancer` */
export function occupancyText({ environments, room, loadBalancers }: Occupancy): string {
  const where = loadBalancers === 1 ? "this load balancer" : `these ${loadBalancers} load balancers`;
  return `${environments} of ${room} environments on ${where}, one for each branch known here`;
}

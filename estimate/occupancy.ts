import type { Declared, Recording } from "../program/recording";
import type { EnvironmentSettings, Settings } from "../settings/settings";
import { sharedGateway, sharedGateways } from "./placement";
import { podsWithSurge } from "./quota";

/** An environment on a load balancer that it shares, by what its settings ask for. */
export interface Tenant extends Load {
  readonly stack: string;
  /** Gateway that it gets when it is new. Its own stack alone records whether it has an older one. */
  readonly gateway: string;
  /** The largest number that its quota allows at once. */
  readonly pods: number;
}

/** Environments that share a platform's load balancers. */
export interface Sharing {
  readonly tenants: readonly Tenant[];
  /** Names of their Gateways. */
  readonly gateways: readonly string[];
}

/** Two routes, the hostname's and the preview's, each to both colors (components/environment/routing.ts). */
export const loadOfApplication: Load = { targetGroups: 4, rules: 2 };

/**
 * @param stacks every stack that there may be; one that is named twice counts once.
 * @param settingsOf undefined where a stack's settings are wrong.
 * @returns undefined for a stack whose environment shares no load balancer of AWS.
 */
export function sharingOf(
  stack: string,
  stacks: readonly string[],
  settingsOf: (stack: string) => Settings | undefined,
): Sharing | undefined {
  const settings = settingsOf(stack);
  if (settings === undefined || settings.role === "state" || settings.aws === undefined) return undefined;
  const platform = settings.role === "platform" ? stack : settings.platform;
  if (settings.role === "environment" && settings.gateway.own) return undefined;
  const all = [...new Set([...stacks, stack])].sort();
  const tenants = all.flatMap((one) => tenantOf(one, platform, settingsOf(one)) ?? []);
  // A stack's file may name others than this stack's.
  const gateways = [...sharedGateways(settings.gateway), ...tenants.map(({ gateway }) => gateway)];
  return { tenants, gateways: [...new Set(gateways)] };
}

/** Undefined for a stack that takes no room: no environment, on another platform, or with its own load balancer. */
function tenantOf(stack: string, platform: string, settings: Settings | undefined): Tenant | undefined {
  if (settings?.role !== "environment" || settings.platform !== platform) return undefined;
  const { gateway } = settings;
  return gateway.own ? undefined : { stack, gateway: sharedGateway(gateway, stack), ...needOf(settings) };
}

function needOf({ applications }: EnvironmentSettings): Omit<Tenant, "stack" | "gateway"> {
  const pods = applications.map(podsWithSurge);
  return {
    targetGroups: applications.length * loadOfApplication.targetGroups,
    rules: applications.length * loadOfApplication.rules,
    pods: pods.reduce((sum, one) => sum + one, 0),
  };
}

/** Use of a shared load balancer, if each known environment is on the Gateway that it gets when it is new. */
export interface Occupancy {
  readonly gateway: string;
  readonly environments: number;
  /** Largest number of environments, these included, if all further ones are as large as the largest known one. */
  readonly room: number;
}

/** Each load balancer by itself: one that is full has no use of another's room. */
export function occupancyOf({ tenants, gateways }: Sharing): Occupancy[] {
  const parts = ["targetGroups", "rules"] as const;
  return gateways.map((gateway) => {
    const here = tenants.filter((tenant) => tenant.gateway === gateway);
    const more = parts.map((part) => {
      const taken = here.reduce((sum, tenant) => sum + tenant[part], 0);
      const largest = Math.max(
        ...(tenants.length > 0 ? tenants : [loadOfApplication]).map((one) => one[part]),
      );
      return Math.floor((loadLimit[part] - taken) / largest);
    });
    return { gateway, environments: here.length, room: Math.max(0, here.length + Math.min(...more)) };
  });
}

/** Share from which another load balancer should be added: its Gateway needs an update of the platform. */
const nearlyFull = 0.8;

/** A sentence, where a load balancer is full or soon will be. */
export function occupancyProblem({ gateway, environments, room }: Occupancy): string | undefined {
  if (environments < nearlyFull * room) return undefined;
  return `The load balancer of Gateway ${gateway} has room for ${room} environments, and the branches known here may have ${environments}; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.`;
}

/** Use of one load balancer. */
export interface Load {
  readonly targetGroups: number;
  readonly rules: number;
}

/** Limits of one load balancer: fixed for target groups; AWS can raise that of rules (docs/facts.md#alb-limits). */
export const loadLimit: Load = { targetGroups: 100, rules: 100 };

interface Route {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: {
    readonly parentRefs?: readonly { readonly name?: string; readonly namespace?: string }[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly Rule[];
  };
}

interface Rule {
  readonly matches?: readonly unknown[];
  readonly backendRefs?: readonly {
    readonly name?: string;
    readonly namespace?: string;
    readonly port?: number;
  }[];
}

/**
 * Load of a stack's routes on each Gateway's load balancer, by `namespace/name` of the Gateway. The controller makes
 * one target group for each Gateway, route, Service and port, so two routes to one Service take two (v3.5.0,
 * pkg/gateway/model/model_build_target_group.go), and one rule for each hostname and match of a rule
 * (pkg/gateway/routeutils/route_rule_precedence.go).
 */
export function loadsOf({ resources }: Recording): ReadonlyMap<string, Load> {
  const loads = new Map<string, Load>();
  for (const [gateway, { targetGroups, rules }] of resources.flatMap(loadOfRoute)) {
    const load = loads.get(gateway) ?? { targetGroups: 0, rules: 0 };
    loads.set(gateway, { targetGroups: load.targetGroups + targetGroups, rules: load.rules + rules });
  }
  return loads;
}

/** A route of two listeners of one Gateway has its rules in both, and its target groups once. */
function loadOfRoute({ type, inputs }: Declared): [string, Load][] {
  if (!type.endsWith(":HTTPRoute")) return [];
  const { metadata, spec } = inputs as Route;
  const home = metadata?.namespace ?? "";
  const rules = spec?.rules ?? [];
  const hostnames = Math.max(1, spec?.hostnames?.length ?? 0);
  const load = {
    targetGroups: new Set(
      rules.flatMap(({ backendRefs = [] }) =>
        backendRefs.map(({ namespace = home, name = "", port = 0 }) => `${namespace}/${name}:${port}`),
      ),
    ).size,
    rules: rules.reduce((sum, { matches = [] }) => sum + Math.max(1, matches.length) * hostnames, 0),
  };
  const gateways = (spec?.parentRefs ?? []).map(({ namespace = home, name = "" }) => `${namespace}/${name}`);
  return gateways.map((gateway, index) => [
    gateway,
    gateways.indexOf(gateway) === index ? load : { ...load, targetGroups: 0 },
  ]);
}

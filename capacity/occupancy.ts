import type { EnvironmentSettings, Settings } from "../settings/settings";
import { loadLimit, type Load } from "./load-balancer";
import { sharedGateway, sharedGateways } from "./placement";
import { podsWithSurge } from "./quota";

/** An environment on a load balancer that it shares, by what its settings ask for. */
export interface Tenant extends Load {
  readonly stack: string;
  /** Where it goes when it is new; whether it was up before a Gateway was opened, only its own stack records. */
  readonly gateway: string;
  /** The most that its quota lets run at once. */
  readonly pods: number;
}

/** Those that share a platform's load balancers. */
export interface Sharing {
  readonly tenants: readonly Tenant[];
  /** Names of their Gateways. */
  readonly gateways: readonly string[];
}

/** Two routes, the hostname's and the preview's, each to both colors (components/environment/route.ts). */
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

/** Undefined for what takes no room: no environment, one of another platform, or one with a load balancer of its own. */
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

/** How full a shared load balancer is, if each environment that is known is where it goes when it is new. */
export interface Occupancy {
  readonly gateway: string;
  readonly environments: number;
  /** How many there is room for, those here among them, if all to come are as large as the largest that is known. */
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

/** From here on another load balancer should be opened: its Gateway takes an update of the platform. */
const nearlyFull = 0.8;

/** A sentence, where a load balancer is full or soon will be. */
export function occupancyProblem({ gateway, environments, room }: Occupancy): string | undefined {
  if (environments < nearlyFull * room) return undefined;
  return `The load balancer of Gateway ${gateway} has room for ${room} environments, and the branches known here may have ${environments}; add a name to gateway.others in Pulumi.yaml, or remove what nobody uses.`;
}

import type { Declared, Recording } from "../diff/recording";

/** What one load balancer has to carry. */
export interface Load {
  readonly targetGroups: number;
  readonly rules: number;
}

/** What one takes: target groups for ever, rules until AWS is asked for more (docs/facts.md#alb-limits). */
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
 * What a stack's routes put on each Gateway's load balancer, by `namespace/name` of the Gateway. The controller makes
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

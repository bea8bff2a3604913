import { awsFunctions } from "./aws-functions";
import type { Bindings } from "../../program/witness";
import { type Color, serviceName } from "../../release/model";
import type { KubernetesCloud } from "./kubernetes-cloud";
import { at, groupAndKind } from "./kubernetes-rules";
import type { CloudObject, Functions } from "./simulated-cloud";

const TOKEN = "aws:lb/getTargetGroup:getTargetGroup";
const ofKind = (cluster: KubernetesCloud, kind: string) =>
  cluster.list().filter(({ type }) => groupAndKind(type).kind === kind);

/** A look-up by name, which fails as AWS's does for what the controller has not made: of no route, no target group. */
export const targetGroupFunctions = (cluster: () => KubernetesCloud): Functions => ({
  [TOKEN]: (args, all) => {
    if (!targetGroupsOf(cluster()).includes(String(args.name)))
      throw new Error("reading ELBv2 Target Group: couldn't find resource");
    return awsFunctions[TOKEN]?.(args, all) ?? {};
  },
});

/** Names of the target groups that the controller has made: each for a route that leads to a Service. */
function targetGroupsOf(cluster: KubernetesCloud): string[] {
  const routes = ofKind(cluster, "HTTPRoute");
  return ofKind(cluster, "TargetGroupConfiguration").flatMap((configuration) => {
    const service = at(configuration.properties, "spec", "targetReference", "name");
    const named = at(configuration.properties, "spec", "routeConfigurations") as unknown[];
    return named.flatMap((one) => {
      const id = `${String(at(one, "routeIdentifier", "namespace"))}/${String(at(one, "routeIdentifier", "name"))}`;
      const leads = routes.some((route) => route.id === id && backendsOf(route).includes(service));
      return leads ? [String(at(one, "targetGroupProps", "targetGroupName"))] : [];
    });
  });
}

/** The routes to a color's Service, and those of them that the controller makes target groups of pods' addresses for. */
export function bindingsIn(
  cluster: KubernetesCloud,
  namespace: string,
  application: string,
  color: Color,
): Bindings {
  const service = serviceName(application, color);
  const here = (kind: string) => ofKind(cluster, kind).filter(({ id }) => id.startsWith(`${namespace}/`));
  const routes = here("HTTPRoute").filter((route) => backendsOf(route).includes(service)).length;
  const isConfigured = here("TargetGroupConfiguration").some(
    ({ properties }) =>
      at(properties, "spec", "targetReference", "name") === service &&
      at(properties, "spec", "defaultConfiguration", "targetType") === "ip",
  );
  const isThere = here("Service").some(({ id }) => id === `${namespace}/${service}`);
  return { routes, bound: isConfigured && isThere ? routes : 0 };
}

const backendsOf = ({ properties }: CloudObject): unknown[] =>
  ((at(properties, "spec", "rules") ?? []) as unknown[])
    .flatMap((rule) => (at(rule, "backendRefs") ?? []) as unknown[])
    .map((backend) => at(backend, "name"));

import { AWS, arn, hex } from "./aws-names";
import { at, groupAndKind } from "./kubernetes-rules";
import type { CloudObject } from "./simulated-cloud";
import type { Properties } from "./wire-value";

/** The finalizers of AWS Load Balancer Controller v3.5.0 by kind (pkg/shared_constants/finalizers.go). Routes have none. */
const FINALIZERS: Record<string, string> = {
  Gateway: "gateway.k8s.aws/alb",
  GatewayClass: "gateway.k8s.aws/gatewayclass",
  LoadBalancerConfiguration: "gateway.k8s.aws/loadbalancerconfigurations",
  TargetGroupConfiguration: "gateway.k8s.aws/targetgroupconfigurations",
};

const kindOf = ({ type }: CloudObject) => groupAndKind(type).kind;
const nameOf = ({ properties }: CloudObject) => at(properties, "metadata", "name");
const isBeside = (one: CloudObject, other: CloudObject) =>
  at(one.properties, "metadata", "namespace") === at(other.properties, "metadata", "namespace");

/** Whether the controller has a say in an object's life. */
export const isServed = (object: CloudObject): boolean => kindOf(object) in FINALIZERS;

/** Status of a Gateway, and of its class, as a working controller writes it. */
export function servedStatus(object: CloudObject, all: CloudObject[]): Properties | undefined {
  const met = (type: string, message = "") => ({ type, status: "True", message });
  if (kindOf(object) === "GatewayClass") return { conditions: [met("Accepted")] };
  if (kindOf(object) !== "Gateway") return undefined;
  const configuration = all.find((other) => configures(other, object));
  const given = configuration && at(configuration.properties, "spec", "loadBalancerName");
  const name = typeof given === "string" ? given : `k8s-${hex(object.id, 10)}`;
  const balancer = arn("elasticloadbalancing", `loadbalancer/app/${name}/${hex(name, 16)}`);
  return {
    addresses: [{ type: "Hostname", value: `${name}-1234567890.${AWS.region}.elb.amazonaws.com` }],
    // The ARN as the message (controllers/gateway/gateway_controller.go).
    conditions: [met("Accepted"), met("Programmed", balancer)],
  };
}

/** Why an object that is to go stays: its finalizer is still there; undefined once it would be taken off. */
export function heldBy(object: CloudObject, all: CloudObject[], works: boolean): string | undefined {
  const [kind, name] = [kindOf(object), nameOf(object)];
  const finalizer = FINALIZERS[kind];
  if (finalizer === undefined) return undefined;
  const what = `${kind} "${object.id}" stays with its finalizer ${finalizer}`;
  if (!works) return `${what}: the AWS Load Balancer Controller does not run.`;
  const user = all.find((other) => {
    if (kind === "GatewayClass") return at(other.properties, "spec", "gatewayClassName") === name;
    if (kind === "LoadBalancerConfiguration") return configures(object, other);
    return kind === "TargetGroupConfiguration" && isRouted(object, other);
  });
  return user && `${what}: it is still in use by ${kindOf(user)} "${user.id}".`;
}

/** Whether a LoadBalancerConfiguration is the one a Gateway names. */
const configures = (configuration: CloudObject, gateway: CloudObject) =>
  kindOf(configuration) === "LoadBalancerConfiguration" &&
  kindOf(gateway) === "Gateway" &&
  isBeside(configuration, gateway) &&
  at(gateway.properties, "spec", "infrastructure", "parametersRef", "name") === nameOf(configuration);

/** Whether a route leads to the Service of a TargetGroupConfiguration. */
function isRouted(configuration: CloudObject, route: CloudObject): boolean {
  const service = at(configuration.properties, "spec", "targetReference", "name");
  const rules = at(route.properties, "spec", "rules");
  if (kindOf(route) !== "HTTPRoute" || !isBeside(configuration, route) || !Array.isArray(rules)) return false;
  return (rules as unknown[])
    .flatMap((rule) => (at(rule, "backendRefs") ?? []) as unknown[])
    .some((backend) => at(backend, "name") === service);
}

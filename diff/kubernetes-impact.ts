import { isUnder } from "./differences";
import type { KindImpact } from "./kind-impact";
import { kindOf } from "./replacement";
import { isPreview } from "./serving";

/** Kinds that hold nothing that users stored: losing one can be mended by making it again. */
const withoutData = [
  "ConfigMap",
  "Deployment",
  "Gateway",
  "GatewayClass",
  "HTTPRoute",
  "HorizontalPodAutoscaler",
  "LimitRange",
  "ListenerRuleConfiguration",
  "LoadBalancerConfiguration",
  "PodDisruptionBudget",
  "Provider",
  "ResourceQuota",
  "Secret",
  "SecurityGroupPolicy", // pods keep the security groups that they started with
  "Service",
  "TargetGroupConfiguration",
  // Who may write what: nobody's requests.
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
];

/** Charts that hold no data; of any other, a database could be in it. */
const chartsWithoutData = [
  // While it is away, the load balancers' targets are pods that are gone.
  "aws-load-balancer-controller",
];

/** What every request passes, whichever color is active; a preview's hostname is nobody's way. */
const isInTheWay = (kind: string, name: string) =>
  ["Gateway", "GatewayClass", "LoadBalancerConfiguration", "ListenerRuleConfiguration"].includes(kind) ||
  (kind === "HTTPRoute" && !isPreview(name)) ||
  (kind === "Release" && chartsWithoutData.includes(name)) ||
  kind === "ConfigFile"; // of CRDs: each route of the cluster is an object of one

/** What of a kind moves or stops requests when it changes in place, while the object takes traffic. */
const movesTraffic: Readonly<Record<string, readonly string[]>> = {
  ConfigFile: ["file"],
  Deployment: ["spec.template"],
  Gateway: ["spec"],
  GatewayClass: ["spec"],
  HTTPRoute: ["spec"],
  ListenerRuleConfiguration: ["spec"],
  LoadBalancerConfiguration: ["spec"],
  // A controller that was changed may build every load balancer in another way.
  Release: ["chart", "repositoryOpts", "values", "version"],
  Secret: ["data", "stringData"],
  Service: ["spec"],
  TargetGroupConfiguration: ["spec"],
};

/** @param serving it takes traffic as things stand in the base. */
export function kubernetesImpact(type: string, name: string, serving: boolean): KindImpact {
  const kind = kindOf(type);
  const holdsData = !withoutData.includes(kind) && !(kind === "Release" && chartsWithoutData.includes(name));
  // A disruption budget has its color's name, and no request passes it.
  const affected = (serving && kind !== "PodDisruptionBudget") || isInTheWay(kind, name);
  return {
    loss: holdsData ? "data" : affected ? "traffic" : "none",
    ofChange: ({ path, after }) =>
      affected &&
      (isUnder(path, movesTraffic[kind] ?? []) ||
        (kind === "Deployment" && path === "spec.replicas" && after === 0))
        ? "traffic"
        : "none",
  };
}
